#include "links/chip/gpio_chip.hpp"

#include "base/check.hpp"
#include "links/chip/line_list.hpp"

namespace pinbridge {

GpioChipSettings GpioChipSettings::from(Attributes& attributes, const GpioChipSettings& usual) {
  GpioChipSettings settings;
  settings.lines =
      static_cast<std::uint16_t>(attributes.integer("lines", 1, kMostLines, usual.lines));
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
  take("names", parse_names, settings.names);
  settings.floating = attributes.choice<std::optional<Floating>>(
      "floating", {{"random", Floating::random}, {"low", Floating::low}, {"high", Floating::high}},
      usual.floating);
  return settings;
}

std::vector<AttributeSpec> GpioChipSettings::specs(std::string usual_lines,
                                                   std::string usual_floating) {
  return {{"lines", std::move(usual_lines), "how many lines the guest's gpiochip has, 1 to 1024"},
          {"names", "the parts that the lines are wired to",
           "the lines' names in the guest, in order or by offset: \"clk,data,24=led0,led1\""},
          {"pull", "none", "resistors inside the chip: \"12-23:up,4:down\""},
          {"floating", std::move(usual_floating),
           "what an input reads that nobody drives: random, low or high"}};
}

GpioChip::GpioChip(GpioChipSettings settings)
    : settings_(std::move(settings)),
      default_names_(settings_.lines),
      drives_(settings_.pulls),
      last_levels_(settings_.lines),
      detail_("no guest") {}

void GpioChip::set_default_names(std::vector<std::string> names) {
  PB_CHECK(names.size() == settings_.lines);
  default_names_ = std::move(names);
}

const std::string& GpioChip::name_of(std::size_t line) const {
  return settings_.names[line].empty() ? default_names_[line] : settings_.names[line];
}

std::vector<std::string> GpioChip::names() const {
  std::vector<std::string> names;
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
    host().drive(PinIndex{i}, drives_[i]);
    if (first) last_levels_[i] = level_seen(host().signal(PinIndex{i}));
  }
}

void GpioChip::take_settings(const GpioChip& next) {
  PB_CHECK(next.settings_.lines == settings_.lines);
  for (std::size_t i = 0; i < drives_.size(); ++i) {
    // A line that the guest drives goes to its pull when it is released.
    if (drives_[i] == settings_.pulls[i]) drives_[i] = next.settings_.pulls[i];
  }
  settings_ = next.settings_;
}

void GpioChip::sensed(PinIndex pin, Signal signal) {
  see(LineOffset{static_cast<std::uint16_t>(pin.value())}, signal);
}

bool GpioChip::see(LineOffset line, Signal signal) {
  auto& last = last_levels_[line.value()];
  const auto level = level_seen(signal);
  if (level != last) {
    last = level;
    if (listener_) listener_(line, level.value_or(false));
  }
  return level.value_or(false);
}

std::vector<ControlState> GpioChip::shows() const {
  return {{"connected", connected_ ? 1 : 0}, {"guest", detail_}};
}

std::string GpioChip::pin_label(PinIndex pin) const {
  return name_of(pin.value());
}

void GpioChip::drive(LineOffset line, bool level) {
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
  return !last_levels_[line.value()].has_value();
}

bool GpioChip::read(LineOffset line) {
  // A floating line that is read otherwise than it was last seen has changed: a guest that goes by
  // what it read is owed the edge when somebody drives the line elsewhere.
  return see(line, host().signal(PinIndex{line.value()}));
}

void GpioChip::set_connected(bool connected, std::string detail) {
  connected_ = connected;
  detail_ = std::move(detail);
  host().state_changed();
}

void GpioChip::put(LineOffset line, Drive drive) {
  drives_[line.value()] = drive;
  host().drive(PinIndex{line.value()}, drive);
}

/// Throws the dice where the level is not known and one is to be made up.
std::optional<bool> GpioChip::level_seen(Signal signal) {
  if (is_definite(signal.level)) return signal.level == Level::high;
  if (!settings_.floating) return std::nullopt;
  if (signal.level == Level::highz && settings_.floating != Floating::random) {
    return settings_.floating == Floating::high;
  }
  return std::bernoulli_distribution()(*dice_);
}

}  // namespace pinbridge
