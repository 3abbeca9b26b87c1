#include "host_gpio/host_gpio_part.hpp"

#include <memory>
#include <utility>

#include "host_gpio/libgpiod_line.hpp"

namespace pinbridge::host_gpio {
namespace {

constexpr PinIndex kIo{0};

std::string required(Attributes& attributes, std::string_view name, std::string_view example) {
  auto value = attributes.given(name);
  if (value) return *std::move(value);
  attributes.problem(name, fmt::format("it is required: {}", example));
  return {};
}

LineChoice read_choice(Attributes& attributes) {
  LineChoice choice{
      .chip = required(attributes, "chip", "the GPIO chip of this machine, such as \"gpiochip0\""),
      .line = required(attributes, "line", "the line's offset or name, such as \"3\""),
      .direction = attributes.choice<LineDirection>(
          "direction", {{"in", LineDirection::in}, {"out", LineDirection::out}}, LineDirection::in),
      .bias = attributes.choice<LineBias>("bias",
                                          {{"as-is", LineBias::as_is},
                                           {"disabled", LineBias::disabled},
                                           {"pull-up", LineBias::pull_up},
                                           {"pull-down", LineBias::pull_down}},
                                          LineBias::as_is),
      .drive = attributes.choice<LineDrive>("drive",
                                            {{"push-pull", LineDrive::push_pull},
                                             {"open-drain", LineDrive::open_drain},
                                             {"open-source", LineDrive::open_source}},
                                            LineDrive::push_pull)};
  if (choice.direction == LineDirection::in && choice.drive != LineDrive::push_pull) {
    attributes.problem("drive", "only an output has it: add \"direction\": \"out\"");
  }
  if (!has_libgpiod()) {
    attributes.harmless_problem("chip", without_libgpiod() + "; the board does not run here");
  }
  return choice;
}

}  // namespace

void HostGpioPart::connect(std::string name, OnLevel on_level) {
  name_ = std::move(name);
  on_level_ = std::move(on_level);
  reported_.reset();
  if (senses()) report(host().signal(kIo));
  news_.tell(host());
}

void HostGpioPart::disconnect() {
  name_.clear();
  on_level_ = {};
  drive_ = kNoDrive;
  host().drive(kIo, drive_);
  news_.tell(host());
}

void HostGpioPart::set_level(bool level) {
  drive_ = strong(level);
  host().drive(kIo, drive_);
}

void HostGpioPart::edges_lost(std::uint64_t count) {
  lost_ += static_cast<std::int64_t>(count);
  news_.tell(host());
}

Layout HostGpioPart::layout() const {
  Layout layout;
  layout.pins.emplace_back(
      "IO", choice_.direction == LineDirection::in ? PinRole::output : PinRole::input);
  return layout;
}

bool HostGpioPart::become(Part& next) {
  return choice_ == dynamic_cast<HostGpioPart&>(next).choice_;
}

void HostGpioPart::placed() {
  host().drive(kIo, drive_);
}

void HostGpioPart::settled() {
  if (senses()) report(host().signal(kIo));
}

void HostGpioPart::sensed(PinIndex, Signal signal) {
  report(signal);
}

void HostGpioPart::report(Signal signal) {
  const std::optional<bool> level =
      is_definite(signal.level) ? std::optional(signal.level == Level::high) : std::nullopt;
  if (!on_level_ || level == reported_) return;
  reported_ = level;
  on_level_(level);
}

std::vector<ControlState> HostGpioPart::shows() const {
  std::vector<ControlState> shown{{"line", name_.empty() ? "not connected" : name_}};
  if (lost_ > 0) shown.push_back({"lost", lost_});
  return shown;
}

PartType host_gpio_type() {
  PartType type{.name = "host-gpio",
                .summary = "A line of a GPIO chip of the host: a real button or LED, by libgpiod 2",
                .attributes = {},
                .make = [](Attributes& attributes) {
                  return std::make_unique<HostGpioPart>(read_choice(attributes));
                }};
  // A default would be another line of real hardware.
  type.is_strict = true;
  type.attributes = {
      {"chip", "required", "the chip's name, the path of its device, or its label"},
      {"line", "required", "the line's offset or name"},
      {"direction", "in", "in: the line drives the board; out: the board drives the line"},
      {"bias", "as-is", "the line's resistor: as-is, disabled, pull-up or pull-down"},
      {"drive", "push-pull", "of an output: push-pull, open-drain or open-source"}};
  return type;
}

}  // namespace pinbridge::host_gpio
