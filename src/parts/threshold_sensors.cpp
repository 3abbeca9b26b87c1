#include "parts/threshold_sensors.hpp"

#include <optional>
#include <utility>

#include "parts/number_control.hpp"

namespace pinbridge::parts {
namespace {

/// A pin that is high or low as a value is above or below its threshold.
struct Comparator {
  PinIndex pin;
  std::size_t value;  ///< which control
  std::size_t limit;  ///< which control
  bool high_above;
};

/// A pin that a control pulls low, and that a resistor holds high otherwise.
struct Button {
  PinIndex pin;
  std::size_t value;  ///< which control
};

/// A part whose outputs only follow its controls.
class ThresholdSensor : public Part {
 public:
  ThresholdSensor(std::vector<PinSpec> pins, std::vector<NumberControl> values,
                  std::vector<Comparator> comparators, std::optional<Button> button)
      : pins_(std::move(pins)),
        values_(std::move(values)),
        comparators_(std::move(comparators)),
        button_(button) {}

  Layout layout() const override { return {.pins = pins_}; }

  std::vector<ControlState> controls() const override {
    std::vector<ControlState> states;
    states.reserve(values_.size());
    for (const NumberControl& value : values_) states.push_back(value.state());
    return states;
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    for (NumberControl& have : values_) {
      if (have.name != name) continue;
      if (auto done = have.set(value); !done) return done;
      drive();
      host().state_changed();
      return {};
    }
    return Part::control(name, value);
  }

 protected:
  void placed() override { drive(); }

 private:
  void drive() {
    for (const Comparator& comparator : comparators_) {
      const bool above = values_[comparator.value].value > values_[comparator.limit].value;
      host().drive(comparator.pin, strong(above == comparator.high_above));
    }
    if (!button_) return;
    host().drive(button_->pin, values_[button_->value].value != 0 ? strong(false) : pull(true));
  }

  std::vector<PinSpec> pins_;
  std::vector<NumberControl> values_;
  std::vector<Comparator> comparators_;
  std::optional<Button> button_;
};

/// Not "threshold", which is a voltage in Wokwi.
constexpr std::string_view kLimit = "limit";

/// What such a type is made of.
struct Description {
  const char* name;
  const char* summary;
  std::vector<PinSpec> pins;
  std::vector<NumberControl> values;
  std::vector<std::string> meanings;  ///< of each value
  std::vector<Comparator> comparators;
  std::optional<Button> button = std::nullopt;
};

PartType type_of(const Description& description) {
  PartType type{
      .name = description.name, .summary = description.summary, .takes_any_attribute = true};
  for (std::size_t i = 0; i < description.values.size(); ++i) {
    const NumberControl& value = description.values[i];
    type.attributes.push_back({std::string(value.name), std::to_string(value.value),
                               fmt::format("initial value: {}", description.meanings[i])});
    type.controls.push_back(value.spec(description.meanings[i]));
  }
  type.make = [description](Attributes& attributes) {
    auto values = description.values;
    for (NumberControl& value : values) value.read(attributes);
    return std::make_unique<ThresholdSensor>(description.pins, values, description.comparators,
                                             description.button);
  };
  return type;
}

PartType dial(const char* name, const char* summary) {
  return type_of({name,
                  summary,
                  {"GND", {"SIG", PinRole::output}, "VCC"},
                  {{"value", 0, 1023, 0}, {kLimit, 0, 1023, 511}},
                  {"position", "SIG is high above it"},
                  {{PinIndex{1}, 0, 1, true}}});
}

}  // namespace

std::vector<PartType> threshold_sensor_types() {
  std::vector<PartType> types;
  types.push_back(type_of({"wokwi-photoresistor-sensor",
                           "Light sensor: DO is high in the dark",
                           {"VCC", "GND", {"DO", PinRole::output}, "AO"},
                           {{"lux", 0, 100'000, 500}, {kLimit, 0, 100'000, 100}},
                           {"illumination in lux", "DO is low above it"},
                           {{PinIndex{2}, 0, 1, false}}}));
  types.push_back(type_of({"wokwi-gas-sensor",
                           "Gas sensor: DOUT is low while gas is detected",
                           {"AOUT", {"DOUT", PinRole::output}, "GND", "VCC"},
                           {{"ppm", 0, 100'000, 400}, {kLimit, 0, 100'000, 1000}},
                           {"concentration in ppm", "DOUT is low above it"},
                           {{PinIndex{1}, 0, 1, false}}}));
  types.push_back(type_of({"wokwi-ntc-temperature-sensor",
                           "Temperature sensor: OUT is high while it is warm",
                           {"GND", "VCC", {"OUT", PinRole::output}},
                           {{"temperature", -40, 150, 24}, {kLimit, -40, 150, 30}},
                           {"temperature in °C", "OUT is high above it"},
                           {{PinIndex{2}, 0, 1, true}}}));
  types.push_back(dial("wokwi-potentiometer", "Potentiometer: SIG is high above a limit"));
  types.push_back(
      dial("wokwi-slide-potentiometer", "Slide potentiometer: SIG is high above a limit"));
  types.push_back(type_of({"wokwi-analog-joystick",
                           "Joystick: HORZ and VERT are high on one side, SEL is low while pressed",
                           {"VCC",
                            {"VERT", PinRole::output},
                            {"HORZ", PinRole::output},
                            {"SEL", PinRole::passive, pull(true)},
                            "GND"},
                           {{"horz", -100, 100, 0},
                            {"vert", -100, 100, 0},
                            {"pressed", 0, 1, 0},
                            {kLimit, -100, 100, 50}},
                           {"left (100) or right (-100)", "up (100) or down (-100)",
                            "1 while the stick is pressed", "HORZ and VERT are high above it"},
                           {{PinIndex{1}, 1, 3, true}, {PinIndex{2}, 0, 3, true}},
                           Button{PinIndex{3}, 2}}));
  return types;
}

}  // namespace pinbridge::parts
