#include "parts/hc595.hpp"

#include "parts/clock_input.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kSerialIn{0};
constexpr PinIndex kShiftClock{1};
constexpr PinIndex kStorageClock{2};
constexpr PinIndex kOutputDisable{3};
constexpr PinIndex kMasterReset{4};
constexpr PinIndex kSerialOut{5};
constexpr std::uint32_t kFirstOutput = 8;

constexpr unsigned kBits = 8;

class Hc595 : public Part {
 public:
  Layout layout() const override {
    Layout layout{.pins = {{"DS", PinRole::input},
                           {"SHCP", PinRole::input},
                           {"STCP", PinRole::input},
                           {"OE"},
                           {"MR"},
                           {"Q7S", PinRole::output},
                           {"VCC"},
                           {"GND"}}};
    for (unsigned i = 0; i < kBits; ++i) {
      layout.pins.emplace_back("Q" + std::to_string(i), PinRole::output);
    }
    return layout;
  }

  bool senses() const override { return true; }

  void sensed(PinIndex, Signal) override {
    const bool shift = shift_clock_.rises_at(level(kShiftClock));
    const bool store = storage_clock_.rises_at(level(kStorageClock));
    // First: with both clocks on one wire, what is stored is what was there before.
    if (store) stored_ = stages_;
    if (level(kMasterReset) == Level::low) {
      stages_ = 0;
    } else if (shift) {
      stages_ =
          static_cast<std::uint8_t>(stages_ << 1U | (level(kSerialIn) == Level::high ? 1U : 0U));
    }
    enabled_ = level(kOutputDisable) != Level::high;
    apply();
  }

 protected:
  void placed() override { apply(); }

 private:
  Level level(PinIndex pin) const { return host().signal(pin).level; }

  void apply() {
    for (unsigned i = 0; i < kBits; ++i) {
      const bool high = (stored_ >> i & 1U) != 0;
      host().drive(PinIndex{kFirstOutput + i}, enabled_ ? strong(high) : kNoDrive);
    }
    host().drive(kSerialOut, strong(stages_ >> (kBits - 1) != 0));
  }

  ClockInput shift_clock_;
  ClockInput storage_clock_;
  std::uint8_t stages_ = 0;  ///< the bit is the stage
  std::uint8_t stored_ = 0;
  bool enabled_ = true;
};

}  // namespace

PartType hc595_type() {
  return {.name = "wokwi-74hc595",
          .summary = "Shift register: eight outputs from three lines; more in a chain",
          .make = [](Attributes&) { return std::make_unique<Hc595>(); }};
}

}  // namespace pinbridge::parts
