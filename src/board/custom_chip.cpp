#include "board/custom_chip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "board/json_tree.hpp"
#include "parts/plain_box.hpp"

namespace pinbridge::board {
namespace {

/// A control of a custom chip: a whole number in a range.
struct RangeControl {
  std::string name;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

class CustomChip : public parts::PlainBox {
 public:
  CustomChip(std::vector<std::string> pins, std::vector<RangeControl> ranges)
      : PlainBox(std::move(pins)), ranges_(std::move(ranges)) {
    for (const RangeControl& range : ranges_) values_.push_back(range.least);
  }

  std::vector<ControlState> controls() const override {
    std::vector<ControlState> states;
    states.reserve(ranges_.size());
    for (std::size_t i = 0; i < ranges_.size(); ++i)
      states.push_back({ranges_[i].name, values_[i]});
    return states;
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    const auto range = std::ranges::find(ranges_, name, &RangeControl::name);
    if (range == ranges_.end()) return Part::control(name, value);
    const auto* number = std::get_if<std::int64_t>(&value);
    if (!number || *number < range->least || *number > range->most) {
      return make_error(ErrorCode::invalid, "{} must be a whole number from {} to {}, not \"{}\"",
                        name, range->least, range->most, pinbridge::to_string(value));
    }
    values_[static_cast<std::size_t>(range - ranges_.begin())] = *number;
    host().state_changed();
    notify_control(name, value);
    return {};
  }

 private:
  std::vector<RangeControl> ranges_;
  std::vector<std::int64_t> values_;
};

std::vector<std::string> pins_of(const JsonNode& root) {
  std::vector<std::string> pins;
  const JsonNode* list = root.find("pins");
  if (!list || !list->array()) return pins;
  for (const JsonNode& pin : *list->array()) {
    const bool is_name = pin.string() && !pin.string()->empty();
    if (is_name && std::ranges::count(pins, *pin.string()) == 0) pins.push_back(*pin.string());
  }
  return pins;
}

std::int64_t whole(const JsonNode& node, std::string_view name, std::int64_t fallback) {
  constexpr double kMost = 1e15;
  const JsonNode* found = node.find(name);
  if (!found || !found->number() || std::abs(*found->number()) > kMost) return fallback;
  return std::llround(*found->number());
}

std::vector<RangeControl> controls_of(const JsonNode& root) {
  constexpr std::int64_t kUsualMost = 100;
  std::vector<RangeControl> controls;
  const JsonNode* list = root.find("controls");
  if (!list || !list->array()) return controls;
  for (const JsonNode& item : *list->array()) {
    const JsonNode* id = item.find("id");
    if (!id || !id->string() || id->string()->empty()) continue;
    const std::int64_t least = whole(item, "min", 0);
    controls.push_back({*id->string(), least, std::max(least, whole(item, "max", kUsualMost))});
  }
  return controls;
}

}  // namespace

Result<PartType> custom_chip_type(std::string type, std::string_view json) {
  Problems problems;
  const JsonNode root = parse_json(json, problems);
  if (problems.has_errors()) {
    return make_error(ErrorCode::invalid, "line {}: {}", problems.list()[0].place.line,
                      problems.list()[0].message);
  }
  auto pins = pins_of(root);
  if (pins.empty()) {
    return make_error(ErrorCode::invalid, "it has no \"pins\", a list of their names");
  }
  auto ranges = controls_of(root);
  const JsonNode* name = root.find("name");
  PartType made{.name = std::move(type),
                .summary = name && name->string() ? *name->string() : "a custom chip of this board",
                .takes_any_attribute = true};
  for (const RangeControl& range : ranges) {
    made.controls.push_back({range.name, fmt::format("{} to {}", range.least, range.most), ""});
  }
  made.make = [pins = std::move(pins), ranges = std::move(ranges)](Attributes&) {
    return std::make_unique<CustomChip>(pins, ranges);
  };
  return made;
}

}  // namespace pinbridge::board
