#include "board/custom_chip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/printable.hpp"
#include "bench/described_part.hpp"
#include "board/json_tree.hpp"
#include "parts/decimal_control.hpp"
#include "parts/plain_box.hpp"

namespace pinbridge::board {
namespace {

constexpr std::size_t kMostPins = 1000;
constexpr std::size_t kMostControls = 32;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMostRemarks = 100;
constexpr double kMostOfARange = 1e9;
constexpr int kMostDecimals = 6;

/// A control of a custom chip: a number in a range.
struct Range {
  std::string name;
  double least = 0;
  double most = 0;
  int decimals = 0;

  /// At its least value. Refers to this.
  parts::DecimalControl control() const {
    return {name, least, most, decimals, std::llround(least * std::pow(10, decimals))};
  }
};

class CustomChip : public parts::PlainBox, public DescribedPart {
 public:
  CustomChip(std::string title, std::vector<std::string> pins,
             std::shared_ptr<const std::vector<Range>> ranges, Attributes& attributes)
      : PlainBox(std::move(pins)), title_(std::move(title)), ranges_(std::move(ranges)) {
    controls_.reserve(ranges_->size());
    for (const Range& range : *ranges_) controls_.push_back(range.control());
    for (parts::DecimalControl& control : controls_) control.read(attributes);
  }

  std::string title() const override { return title_; }
  std::vector<ControlRange> ranges() const override {
    std::vector<ControlRange> all;
    all.reserve(controls_.size());
    for (const parts::DecimalControl& control : controls_) all.push_back(control.range());
    return all;
  }

  std::vector<ControlState> controls() const override {
    std::vector<ControlState> states;
    states.reserve(controls_.size());
    for (const parts::DecimalControl& control : controls_) states.push_back(control.state());
    return states;
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    const auto control = std::ranges::find(controls_, name, &parts::DecimalControl::name);
    if (control == controls_.end()) return Part::control(name, value);
    if (auto done = control->set(value); !done) return done;
    host().state_changed();
    notify_control(name, value);
    return {};
  }

 private:
  std::string title_;
  std::shared_ptr<const std::vector<Range>> ranges_;
  std::vector<parts::DecimalControl> controls_;
};

/// The first remarks on a file: a hostile one gives reason for millions.
class Remarks {
 public:
  explicit Remarks(std::vector<std::string>& list) : list_(list) {}
  void add(std::string remark) {
    if (list_.size() < kMostRemarks) list_.push_back(std::move(remark));
  }

 private:
  std::vector<std::string>& list_;
};

/// Empty names are places without a pin.
std::vector<std::string> pins_of(const JsonNode& root, Remarks& remarks) {
  std::vector<std::string> pins;
  const JsonNode* list = root.find("pins");
  if (!list || !list->array()) return pins;
  std::unordered_set<std::string_view> seen;
  for (const JsonNode& pin : *list->array()) {
    if (!pin.string()) {
      remarks.add(fmt::format("the pin in line {} is not a name; it is left out", pin.place.line));
    }
    const bool is_name = pin.string() && !pin.string()->empty();
    if (is_name && seen.insert(*pin.string()).second) pins.emplace_back(*pin.string());
  }
  return pins;
}

/// How many decimals the number has, of those that are kept.
int decimals_of(double number) {
  for (int decimals = 0; decimals < kMostDecimals; ++decimals) {
    const double steps = number * std::pow(10, decimals);
    if (std::abs(steps - std::round(steps)) < 1e-9 * std::max(1.0, std::abs(steps))) {
      return decimals;
    }
  }
  return kMostDecimals;
}

class Controls {
 public:
  explicit Controls(Remarks& remarks) : remarks_(remarks) {}

  std::vector<Range> of(const JsonNode& root) {
    const JsonNode* list = root.find("controls");
    if (!list) return {};
    if (!list->array()) {
      remarks_.add(
          fmt::format("\"controls\" in line {} is not a list; it is ignored", list->place.line));
      return {};
    }
    for (const JsonNode& item : *list->array()) {
      if (ranges_.size() == kMostControls) {
        remarks_.add(
            fmt::format("it has more than {} controls; the rest is left out", kMostControls));
        break;
      }
      add(item);
    }
    return std::move(ranges_);
  }

 private:
  void add(const JsonNode& item) {
    const JsonNode* id = item.find("id");
    if (!id || !id->string() || !is_name(*id->string())) {
      remarks_.add(fmt::format(
          "the control in line {} has no \"id\" of up to {} printable bytes; it is left out",
          item.place.line, kLongestName));
      return;
    }
    const std::string name(*id->string());
    if (std::ranges::count(ranges_, name, &Range::name) > 0) {
      remarks_.add(fmt::format("control \"{}\" is there twice; the first is used", name));
      return;
    }
    Range range{.name = name, .least = number(item, "min", 0), .most = number(item, "max", 100)};
    const double step = number(item, "step", 1);
    if (range.least > range.most) {
      remarks_.add(fmt::format("control \"{}\": its range from {} to {} is empty; it is left out",
                               name, range.least, range.most));
      return;
    }
    range.decimals =
        std::max({decimals_of(range.least), decimals_of(range.most), decimals_of(step)});
    ranges_.push_back(std::move(range));
  }

  static bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName && printable(text) == text;
  }

  double number(const JsonNode& item, std::string_view name, double usual) {
    const JsonNode* found = item.find(name);
    if (!found) return usual;
    if (found->number() && std::abs(*found->number()) <= kMostOfARange) return *found->number();
    remarks_.add(fmt::format("\"{}\" in line {} is not a number up to {}; {} is used", name,
                             found->place.line, kMostOfARange, usual));
    return usual;
  }

  Remarks& remarks_;
  std::vector<Range> ranges_;
};

}  // namespace

std::optional<std::string> custom_chip_file(std::string_view type) {
  constexpr std::string_view kChip = "chip-";
  if (!type.starts_with(kChip)) return std::nullopt;
  const std::string_view name = type.substr(kChip.size());
  // Not a path to another folder.
  if (name.empty() || name.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(name) + ".chip.json";
}

Result<PartType> custom_chip_type(std::string type, std::string_view json,
                                  std::vector<std::string>& remark_list) {
  Remarks remarks(remark_list);
  Problems problems;
  const JsonTree tree = parse_json(json, problems);
  const JsonNode& root = tree.root();
  if (problems.has_errors()) {
    return make_error(ErrorCode::invalid, "line {}: {}", problems.list()[0].place.line,
                      problems.list()[0].message);
  }
  for (const Problem& problem : problems.list()) {
    remarks.add(fmt::format("line {}: {}", problem.place.line, problem.message));
  }
  auto pins = pins_of(root, remarks);
  if (pins.empty()) {
    return make_error(ErrorCode::invalid, "it has no \"pins\", a list of their names");
  }
  if (pins.size() > kMostPins) {
    return make_error(ErrorCode::limit, "it has {} pins, more than {}", pins.size(), kMostPins);
  }
  const auto ranges = std::make_shared<const std::vector<Range>>(Controls(remarks).of(root));
  const JsonNode* name = root.find("name");
  if (name && !name->string()) {
    remarks.add(fmt::format("\"name\" in line {} is not a text", name->place.line));
  }
  const std::string title(name && name->string() ? *name->string() : "");
  PartType made{.name = std::move(type),
                .summary = title.empty() ? "a custom chip of this board" : title,
                .takes_any_attribute = true};
  for (const Range& range : *ranges) made.controls.push_back(range.control().spec(""));
  made.make = [title, pins = std::move(pins), ranges](Attributes& attributes) {
    return std::make_unique<CustomChip>(title, pins, ranges, attributes);
  };
  return made;
}

}  // namespace pinbridge::board
