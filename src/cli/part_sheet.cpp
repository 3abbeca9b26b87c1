#include "cli/part_sheet.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

namespace pinbridge {
namespace {

/// A list longer than this is told by its ends.
constexpr std::size_t kMostPins = 40;

std::string_view to_string(PinRole role) {
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

/// The pins of a part as it is without attributes: "D (input), Q (output), VCC".
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
    if (pin.role != PinRole::passive) all += fmt::format(" ({})", to_string(pin.role));
  }
  return all;
}

/// What stands in the table for a part's attributes that only its picture needs.
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
  if (!rows.empty()) text += "\n| attribute | without it | meaning |\n|---|---|---|\n" + rows;
  if (const std::string names = for_the_picture(type); !names.empty()) {
    text += fmt::format("\nFor its picture only: {}.\n", names);
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
    text += fmt::format("  attribute {} (without it: {}): {}\n", spec.name, spec.fallback,
                        spec.meaning);
  }
  if (const std::string names = for_the_picture(type); !names.empty()) {
    text += fmt::format("  attributes for its picture only: {}\n", names);
  }
  for (const ControlSpec& spec : type.controls) {
    text += fmt::format("  control {} ({}): {}\n", spec.name, spec.values, spec.meaning);
  }
  return text;
}

std::string markdown_sheets(const Catalog& catalog) {
  std::string text =
      "# Parts\n\n"
      "What can stand on a board. This page is printed by `pinbridge parts --markdown`; what a "
      "board\n"
      "file looks like is in [boards.md](boards.md).\n\n"
      "Pins marked *input* must not float, *output* are driven by the part, *line* belong to a "
      "guest.\n"
      "Attributes are texts in a part's `attrs`. A control is what a hand does to a part:\n"
      "`pinbridge control PART NAME=VALUE`; `pinbridge press PART` sets `pressed` for a while.\n";
  for (const PartType& type : catalog.types()) text += "\n" + markdown_sheet(type);
  return text;
}

}  // namespace pinbridge
