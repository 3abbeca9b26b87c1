#include "parts/dc_motor.hpp"

#include <array>

#include "parts/lamps.hpp"

namespace pinbridge::parts {
namespace {

class DcMotor : public Part {
 public:
  Layout layout() const override { return {.pins = {"1", "2"}}; }
  bool senses() const override { return true; }
  void sensed(PinIndex, Signal) override { look(); }
  void settled() override { look(); }

  std::vector<ControlState> shows() const override {
    return {{"speed", turns_.brightness(kForward) - turns_.brightness(kBackward)}};
  }

 protected:
  void placed() override { turns_.place(host()); }

 private:
  static constexpr std::size_t kForward = 0;
  static constexpr std::size_t kBackward = 1;

  Level level(std::uint32_t pin) const { return host().signal(PinIndex{pin}).level; }

  void look() {
    const bool forward = level(0) == Level::high && level(1) == Level::low;
    const bool backward = level(0) == Level::low && level(1) == Level::high;
    turns_.set_each([&](std::size_t way) { return way == kForward ? forward : backward; });
  }

  /// What is measured of a light is measured of a motor, too.
  Lamps turns_{2};
};

/// A bridge: its enable pin, and inputs with their outputs.
struct Bridge {
  PinIndex enable;
  std::array<PinIndex, 2> inputs;
  std::array<PinIndex, 2> outputs;
};
constexpr std::array<Bridge, 2> kBridges{
    {{PinIndex{5}, {PinIndex{6}, PinIndex{7}}, {PinIndex{0}, PinIndex{1}}},
     {PinIndex{10}, {PinIndex{8}, PinIndex{9}}, {PinIndex{11}, PinIndex{12}}}}};

class L298n : public Part {
 public:
  Layout layout() const override {
    return {.pins = {{"OUT1", PinRole::output},
                     {"OUT2", PinRole::output},
                     "12V",
                     "GND",
                     "5V",
                     {"ENA", PinRole::passive, pull(true)},
                     {"IN1", PinRole::input},
                     {"IN2", PinRole::input},
                     {"IN3", PinRole::input},
                     {"IN4", PinRole::input},
                     {"ENB", PinRole::passive, pull(true)},
                     {"OUT3", PinRole::output},
                     {"OUT4", PinRole::output}}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex, Signal) override { drive(); }

 protected:
  void placed() override {
    for (const Bridge& bridge : kBridges) host().drive(bridge.enable, pull(true));
    drive();
  }

 private:
  void drive() {
    for (const Bridge& bridge : kBridges) {
      const bool on = host().signal(bridge.enable).level == Level::high;
      for (std::size_t i = 0; i < 2; ++i) {
        const Level input = host().signal(bridge.inputs[i]).level;
        const bool drives = on && is_definite(input);
        host().drive(bridge.outputs[i], drives ? strong(input == Level::high) : kNoDrive);
      }
    }
  }
};

}  // namespace

PartType dc_motor_type() {
  return {.name = "wokwi-dc-motor",
          .summary = "DC motor: forward while 1 is high and 2 is low, else backward",
          .make = [](Attributes&) { return std::make_unique<DcMotor>(); }};
}

PartType l298n_type() {
  return {.name = "wokwi-l298n",
          .summary = "Two motor bridges, enabled by ENA and ENB",
          .make = [](Attributes&) { return std::make_unique<L298n>(); }};
}

}  // namespace pinbridge::parts
