#include "cli/part_sheet.hpp"

#include <algorithm>
#include <memory>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace pinbridge::cli {
namespace {

/// A longer list is shown by its first and last item.
constexpr std::size_t kMostPins = 40;

std::string_view role_name(PinRole role) {
  switch (role) {
    case PinRole::passive:
    case PinRole::unknown:
      return "";
    case PinRole::input:
      return "input";
    case PinRole::output:
      return "output";
    case PinRole::line:
      return "line";
    case PinRole::vcc:
      return "high";
    case PinRole::gnd:
      return "low";
  }
  return "";
}

/// The pins of a part without attributes: "D (input), Q (output), VCC".
std::string pins_of(const PartType& type) {
  Attributes none;
  const auto pins = type.make(none)->layout().pins;
  if (pins.empty()) return "none";
  if (pins.size() > kMostPins) {
    return fmt::format("{} … {}: {} of them", pins.front().name, pins.back().name, pins.size());
  }
  std::string all;
  for (const PinSpec& pin : pins) {
    all += (all.empty() ? "" : ", ") + pin.name;
    if (const auto role = role_name(pin.role); !role.empty()) all += fmt::format(" ({})", role);
  }
  return all;
}

/// The attributes of a part that only affect its picture.
std::string for_the_picture(const PartType& type) {
  std::string names;
  for (const AttributeSpec& spec : type.attributes) {
    if (spec.meaning.empty()) names += (names.empty() ? "" : ", ") + spec.name;
  }
  return names;
}

/// A bar would end the cell.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

std::string markdown_sheet(const PartType& type) {
  std::string text =
      fmt::format("## {}\n\n{}.\n\nPins: {}.\n", type.name, type.summary, pins_of(type));
  std::string rows;
  for (const AttributeSpec& spec : type.attributes) {
    if (spec.meaning.empty()) continue;
    rows += fmt::format("| `{}` | {} | {} |\n", spec.name, cell(spec.fallback), cell(spec.meaning));
  }
  if (!rows.empty()) text += "\n| attribute | default | meaning |\n|---|---|---|\n" + rows;
  if (const std::string names = for_the_picture(type); !names.empty()) {
    text += fmt::format("\nAttributes that only affect its picture: {}.\n", names);
  }
  rows.clear();
  for (const ControlSpec& spec : type.controls) {
    rows += fmt::format("| `{}` | {} | {} |\n", spec.name, cell(spec.values), cell(spec.meaning));
  }
  if (!rows.empty()) text += "\n| control | values | meaning |\n|---|---|---|\n" + rows;
  return text;
}

}  // namespace

std::string sheet(const PartType& type) {
  std::string text = fmt::format("{}\n  {}.\n  pins: {}\n", type.name, type.summary, pins_of(type));
  for (const AttributeSpec& spec : type.attributes) {
    if (spec.meaning.empty()) continue;
    text +=
        fmt::format("  attribute {} (default: {}): {}\n", spec.name, spec.fallback, spec.meaning);
  }
  if (const std::string names = for_the_picture(type); !names.empty()) {
    text += fmt::format("  attributes that only affect its picture: {}\n", names);
  }
  for (const ControlSpec& spec : type.controls) {
    text += fmt::format("  control {} ({}): {}\n", spec.name, spec.values, spec.meaning);
  }
  return text;
}

boost::json::object json_sheet(const PartType& type) {
  boost::json::array pins;
  boost::json::array attributes;
  boost::json::array controls;
  Attributes none;
  for (const PinSpec& pin : type.make(none)->layout().pins) {
    pins.push_back({{"name", pin.name}, {"role", role_name(pin.role)}});
  }
  for (const AttributeSpec& spec : type.attributes) {
    attributes.push_back(
        {{"name", spec.name}, {"default", spec.fallback}, {"meaning", spec.meaning}});
  }
  for (const ControlSpec& spec : type.controls) {
    controls.push_back({{"name", spec.name}, {"values", spec.values}, {"meaning", spec.meaning}});
  }
  return {{"type", type.name},
          {"summary", type.summary},
          {"pins", std::move(pins)},
          {"attributes", std::move(attributes)},
          {"controls", std::move(controls)}};
}

std::string markdown_sheets(const Catalog& catalog) {
  std::string text =
      "# Parts\n\n"
      "The parts of a board. `pinbridge parts --markdown` prints this page; "
      "[boards.md](boards.md)\n"
      "describes the board file.\n\n"
      "- Pins: an *input* must not float, an *output* is driven by the part, a *line* belongs to a "
      "guest.\n"
      "- Attributes are strings in a part's `attrs`.\n"
      "- Controls can change while the board runs: `pinbridge control PART NAME=VALUE`.\n"
      "  `pinbridge press PART` sets `pressed` for a short time.\n";
  for (const PartType& type : catalog.types()) text += "\n" + markdown_sheet(type);
  return text;
}

}  // namespace pinbridge::cli
