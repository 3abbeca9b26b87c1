#include "parts/hc165.hpp"

#include "parts/clock_input.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kLoad{0};
constexpr PinIndex kClock{1};
constexpr PinIndex kClockDisable{2};
constexpr PinIndex kData{3};
constexpr PinIndex kOut{4};
constexpr PinIndex kInvertedOut{5};
constexpr std::uint32_t kFirstInput = 8;

constexpr unsigned kStages = 8;

class Hc165 : public Part {
 public:
  Layout layout() const override {
    Layout layout{.pins = {{"PL", PinRole::input},
                           {"CP", PinRole::input},
                           {"CE", PinRole::input},
                           {"DS"},
                           {"Q7", PinRole::output},
                           {"Q7_N", PinRole::output},
                           {"VCC"},
                           {"GND"}}};
    for (unsigned i = 0; i < kStages; ++i) {
      layout.pins.emplace_back("D" + std::to_string(i), PinRole::input);
    }
    return layout;
  }

  bool senses() const override { return true; }

  void sensed(PinIndex, Signal) override {
    const bool shift = clock_.rises_at(clock_level());
    if (level(kLoad) == Level::low) {
      stages_ = inputs();
    } else if (shift) {
      stages_ = static_cast<std::uint8_t>(stages_ << 1U | bit(kData));
    }
    apply();
  }

 protected:
  void placed() override { apply(); }

 private:
  Level level(PinIndex pin) const { return host().signal(pin).level; }
  unsigned bit(PinIndex pin) const { return level(pin) == Level::high ? 1 : 0; }

  /// CP or CE.
  Level clock_level() const {
    const Level clock = level(kClock);
    const Level disable = level(kClockDisable);
    if (clock == Level::high || disable == Level::high) return Level::high;
    return clock == Level::low ? disable : clock;
  }

  std::uint8_t inputs() const {
    unsigned bits = 0;
    for (unsigned i = 0; i < kStages; ++i) bits |= bit(PinIndex{kFirstInput + i}) << i;
    return static_cast<std::uint8_t>(bits);
  }

  void apply() {
    const bool high = stages_ >> (kStages - 1) != 0;
    host().drive(kOut, strong(high));
    host().drive(kInvertedOut, strong(!high));
  }

  ClockInput clock_;
  std::uint8_t stages_ = 0;  ///< the bit is the stage
};

}  // namespace

PartType hc165_type() {
  return {.name = "wokwi-74hc165",
          .summary = "Shift register: eight inputs over three lines; more in a chain",
          .make = [](Attributes&) { return std::make_unique<Hc165>(); }};
}

}  // namespace pinbridge::parts
