#include "links/chip/gpio_chip.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/period.hpp"
#include "links/chip/line_list.hpp"

namespace pinbridge::chip {
namespace {

constexpr std::string_view kNoNames = "none";

constexpr Duration kLongestPace = std::chrono::seconds(1);

std::optional<Duration> pace_from(Attributes& attributes, Duration usual) {
  const std::string text = attributes.given("pace").value_or("off");
  if (text == "off") return std::nullopt;
  if (text == "on") return usual;
  if (const auto pause = parse_duration(text); pause && *pause <= kLongestPace) return *pause;
  attributes.problem("pace", fmt::format("\"{}\" is not \"off\", \"on\" or a pause of up to a "
                                         "second, such as \"200us\"",
                                         text));
  return std::nullopt;
}

}  // namespace

GpioChipSettings GpioChipSettings::from(Attributes& attributes, const GpioChipSettings& usual) {
  const auto lines =
      static_cast<std::uint16_t>(attributes.integer("lines", 1, kMostLines, usual.lines));
  return of_lines(lines, attributes, usual);
}

GpioChipSettings GpioChipSettings::of_lines(std::uint16_t lines, Attributes& attributes,
                                            const GpioChipSettings& usual) {
  GpioChipSettings settings;
  settings.lines = lines;
  settings.pulls.resize(settings.lines);
  settings.names.resize(settings.lines);
  const auto take = [&](std::string_view name, auto parse, auto& into) {
    const auto text = attributes.text(name);
    if (!text || text->empty()) return;
    if (auto parsed = parse(*text, settings.lines)) {
      into = std::move(*parsed);
    } else {
      attributes.problem(name, parsed.error().message);
    }
  };
  take("pull", parse_pulls, settings.pulls);
  settings.nameless = attributes.text("names") == kNoNames;
  if (!settings.nameless) take("names", parse_names, settings.names);
  settings.floating = attributes.choice<std::optional<Floating>>(
      "floating", {{"random", Floating::random}, {"low", Floating::low}, {"high", Floating::high}},
      usual.floating);
  settings.pace = pace_from(attributes, usual.usual_pace);
  return settings;
}

std::vector<AttributeSpec> GpioChipSettings::specs(std::string usual_lines,
                                                   std::string usual_floating) {
  return {{"lines", std::move(usual_lines), "number of lines of the guest's gpiochip, 1 to 1024"},
          {"names", "the parts that the lines are wired to",
           "names of the lines in the guest, in order or by offset: \"clk,data,24=led0,led1\"; or "
           "\"none\""},
          {"pull", "none", "resistors inside the chip: \"12-23:up,4:down\""},
          {"floating", std::move(usual_floating),
           "the level of an input that nothing drives: random, low or high"},
          {"pace", "off",
           "hold each edge until the guest has taken the previous one: on, or with a pause after "
           "each (\"200us\")"}};
}

std::vector<AttributeSpec> GpioChipSettings::specs_of_lines(std::string_view example,
                                                            std::string usual_floating) {
  auto all = specs({}, std::move(usual_floating));
  std::erase_if(all, [](const AttributeSpec& spec) { return spec.name == "lines"; });
  const auto names = std::ranges::find(all, "names", &AttributeSpec::name);
  names->meaning =
      fmt::format("labels of the lines on the board, in order or by offset: \"{}\"", example);
  return all;
}

AttributeSpec drawn_board_spec() {
  return {"board", "",
          "the microcontroller board that the page draws, by its type: board-pi-pico; import sets "
          "it"};
}

GpioChip::GpioChip(GpioChipSettings settings)
    : lines_(settings.lines),
      pacer_({.on_level = [this](LineOffset line,
                                 std::optional<bool> level) { show_to_guest(line, level); },
              .on_merged =
                  [this](LineOffset line, std::size_t edges) {
                    merged_.add(host(), line, edges, MergedEdges::Cause::full_queue);
                  },
              .on_untaken = [this](LineOffset line) { merged_.add(host(), line); }}),
      settings_(std::move(settings)),
      default_names_(settings_.lines),
      held_news_(MergedEdges::kNotifyEvery),
      detail_("no guest") {
  for (std::size_t i = 0; i < lines_.size(); ++i) lines_[i].drive = settings_.pulls[i];
}

void GpioChip::set_default_names(std::vector<std::string> names) {
  PB_CHECK(names.size() == settings_.lines);
  default_names_ = std::move(names);
}

const std::string& GpioChip::name_of(std::size_t line) const {
  // Without names there are none in `names` either.
  if (settings_.nameless) return settings_.names[line];
  return settings_.names[line].empty() ? default_names_[line] : settings_.names[line];
}

std::vector<std::string> GpioChip::names() const {
  std::vector<std::string> names;
  names.reserve(settings_.lines);
  for (std::size_t i = 0; i < settings_.lines; ++i) names.push_back(name_of(i));
  return names;
}

Layout GpioChip::layout() const {
  Layout layout;
  for (std::uint16_t i = 0; i < settings_.lines; ++i) {
    layout.pins.emplace_back(std::to_string(i), PinRole::line, settings_.pulls[i]);
  }
  return layout;
}

void GpioChip::placed() {
  const bool first = !dice_;
  if (first) dice_.emplace(host().seed());
  for (std::uint16_t i = 0; i < settings_.lines; ++i) {
    host().drive(PinIndex{i}, lines_[i].drive);
    if (first) lines_[i].last_level = level_seen(host().signal(PinIndex{i}));
  }
}

void GpioChip::take_settings(const GpioChip& next) {
  PB_CHECK(next.settings_.lines == settings_.lines);
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    Drive& drive = lines_[i].drive;
    // A line that the guest drives goes to its pull when it is released.
    if (drive == settings_.pulls[i]) drive = next.settings_.pulls[i];
  }
  settings_ = next.settings_;
}

void GpioChip::sensed(PinIndex pin, Signal signal) {
  see(LineOffset{static_cast<std::uint16_t>(pin.value())}, signal);
}

void GpioChip::see(LineOffset line, Signal signal) {
  const auto last = lines_[line.value()].last_level;
  const auto level = level_seen(signal);
  if (!pacer_.on() || is_own_change(line)) {
    if (level != last) show_to_guest(line, level);
    return;
  }
  pacer_.change(host(), line, last, level);
  tell_held();
}

/// A line's own output is no edge for its guest, nor is the level that it finds when it has
/// released the line: it may read that at once.
bool GpioChip::is_own_change(LineOffset line) const {
  return lines_[line.value()].drive.strength == Strength::strong || turning_ == line;
}

void GpioChip::show_to_guest(LineOffset line, std::optional<bool> level) {
  lines_[line.value()].last_level = level;
  if (listener_) listener_(line, level.value_or(false));
  tell_held();
}

void GpioChip::tell_held() {
  if (std::exchange(held_told_, pacer_.held()) != pacer_.held()) held_news_.tell(host());
}

void GpioChip::listen(Listener listener) {
  listener_ = std::move(listener);
  if (!listener_) pacer_.release_all();
}

std::vector<ControlState> GpioChip::shows() const {
  std::vector<ControlState> shown{
      {"connected", connected_ ? 1 : 0}, {"guest", detail_}, {"merged", merged_.total()}};
  if (merged_.total() > 0) shown.push_back({"merged_by_line", merged_.by_line()});
  if (pacer_.on()) shown.push_back({"held", static_cast<std::int64_t>(pacer_.held())});
  return shown;
}

std::string GpioChip::pin_label(PinIndex pin) const {
  return name_of(pin.value());
}

void GpioChip::drive(LineOffset line, bool level) {
  pacer_.release(host(), line);
  put(line, strong(level));
}

void GpioChip::release(LineOffset line) {
  put(line, settings_.pulls[line.value()]);
}

void GpioChip::pull(LineOffset line, bool up) {
  put(line, pinbridge::pull(up));
}

bool GpioChip::is_wired(LineOffset line) const {
  const PinIndex pin{line.value()};
  return host().is_wired(pin) || is_definite(host().signal(pin).level);
}

bool GpioChip::floats(LineOffset line) const {
  return !lines_[line.value()].last_level.has_value();
}

bool GpioChip::read(LineOffset line) {
  // A floating line that reads differently than before has changed: the guest relies on the level
  // that it read, so a later drive to the other level must be an edge.
  if (!pacer_.is_busy(line)) see(line, host().signal(PinIndex{line.value()}));
  return last_level(line);
}

void GpioChip::set_connected(bool connected, std::string detail) {
  connected_ = connected;
  detail_ = std::move(detail);
  host().state_changed();
}

void GpioChip::put(LineOffset line, Drive drive) {
  Drive& own = lines_[line.value()].drive;
  if (own.strength == Strength::strong && drive.strength != Strength::strong) turning_ = line;
  own = drive;
  host().drive(PinIndex{line.value()}, drive);
  turning_.reset();
}

/// Generates a random level if the level is unknown and one is required.
std::optional<bool> GpioChip::level_seen(Signal signal) {
  if (is_definite(signal.level)) return signal.level == Level::high;
  if (!settings_.floating) return std::nullopt;
  if (signal.level == Level::highz && settings_.floating != Floating::random) {
    return settings_.floating == Floating::high;
  }
  return std::bernoulli_distribution()(*dice_);
}

}  // namespace pinbridge::chip
