#include "board/microcontroller_table.hpp"

#include <algorithm>

#include "board/json_tree.hpp"

namespace pinbridge::board {
namespace {

using Kind = MicrocontrollerPin::Kind;

constexpr double kMostLines = 1024;
constexpr std::size_t kMostTypes = 100;
constexpr std::size_t kMostPins = 1000;

std::optional<Kind> kind_of(std::string_view word) {
  constexpr std::pair<std::string_view, Kind> kKinds[] = {{"vcc", Kind::vcc},
                                                          {"gnd", Kind::gnd},
                                                          {"serial", Kind::serial},
                                                          {"analog", Kind::analog},
                                                          {"none", Kind::none}};
  for (const auto& [name, kind] : kKinds) {
    if (name == word) return kind;
  }
  return std::nullopt;
}

/// A whole number in [least, most].
std::optional<std::uint16_t> whole(const JsonNode* node, double least, double most) {
  if (!node || !node->number()) return std::nullopt;
  const double number = *node->number();
  if (!(number >= least && number <= most)) return std::nullopt;
  const auto rounded = static_cast<std::uint16_t>(number);
  return rounded == number ? std::optional(rounded) : std::nullopt;
}

Result<MicrocontrollerPin> parse_pin(const JsonNode::Member& member, std::uint16_t lines) {
  if (const auto line = whole(&member.node, 0, lines - 1)) {
    return MicrocontrollerPin{Kind::line, *line};
  }
  const std::string_view* word = member.node.string();
  if (const auto kind = word ? kind_of(*word) : std::nullopt) return MicrocontrollerPin{*kind, 0};
  return make_error(ErrorCode::invalid,
                    "pin \"{}\" (line {} of the file) is a line from 0 to {}, or vcc, gnd, serial, "
                    "analog or none",
                    member.name, member.node.place.line, lines - 1);
}

}  // namespace

std::optional<MicrocontrollerPin> MicrocontrollerTable::find(std::string_view pin) const {
  const auto exact = [&](std::string_view wanted) -> std::optional<MicrocontrollerPin> {
    for (const auto& [have, what] : pins) {
      if (have == wanted) return what;
    }
    return std::nullopt;
  };
  if (auto found = exact(pin)) return found;
  const auto dot = pin.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == pin.size() ||
      pin.find_first_not_of("0123456789", dot + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return exact(pin.substr(0, dot));
}

Result<MicrocontrollerTable> parse_microcontroller(std::string_view json) {
  Problems problems;
  const JsonTree tree = parse_json(json, problems);
  const JsonNode& root = tree.root();
  if (problems.has_errors()) {
    return make_error(ErrorCode::invalid, "line {}: {}", problems.list()[0].place.line,
                      problems.list()[0].message);
  }
  MicrocontrollerTable table;
  const JsonNode* name = root.find("name");
  const JsonNode* types = root.find("types");
  const JsonNode* pins = root.find("pins");
  const auto lines = whole(root.find("lines"), 1, kMostLines);
  if (!name || !name->string() || !types || !types->array() || !pins || !pins->object() || !lines) {
    return make_error(
        ErrorCode::invalid,
        "a microcontroller has \"name\", \"types\" (a list), \"lines\" (1 to {:.0f}) and "
        "\"pins\" (an object)",
        kMostLines);
  }
  if (types->array()->size() > kMostTypes || pins->object()->size() > kMostPins) {
    return make_error(ErrorCode::limit,
                      "it has {} types and {} pins, where up to {} types and {} pins are allowed",
                      types->array()->size(), pins->object()->size(), kMostTypes, kMostPins);
  }
  const JsonNode* port_lines = root.find("portLines");
  const auto given = whole(port_lines, 1, kMostLines);
  if (port_lines && !given) {
    return make_error(ErrorCode::invalid, "\"portLines\" is a whole number from 1 to {:.0f}",
                      kMostLines);
  }
  table.name = *name->string();
  table.lines = *lines;
  table.port_lines = given.value_or(table.port_lines);
  for (const JsonNode& type : *types->array()) {
    if (type.string()) table.types.emplace_back(*type.string());
  }
  for (const auto& member : *pins->object()) {
    const auto pin = parse_pin(member, table.lines);
    if (!pin) return pin.error();
    table.pins.emplace_back(member.name, *pin);
  }
  return table;
}

Microcontrollers Microcontrollers::built_in() {
  Microcontrollers all;
  for (const std::string_view text : microcontroller_texts()) {
    all.add(parse_microcontroller(text).value());
  }
  return all;
}

const MicrocontrollerTable* Microcontrollers::find(std::string_view type) const {
  for (auto table = tables_.rbegin(); table != tables_.rend(); ++table) {
    if (std::ranges::count(table->types, type) > 0) return &*table;
  }
  return nullptr;
}

}  // namespace pinbridge::board
