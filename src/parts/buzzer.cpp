#include "parts/buzzer.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kNegative{0};
constexpr PinIndex kPositive{1};
constexpr Duration kWindow = std::chrono::milliseconds(50);

class Buzzer : public Part {
 public:
  Layout layout() const override { return {.pins = {"1", "2"}}; }
  bool senses() const override { return true; }

  // A period lasts from one valley of the voltage to the next, however many steps it rises in: both
  // pins may be driven, one after the other.
  void sensed(PinIndex, Signal) override {
    const int voltage = measure();
    if (voltage == voltage_) return;
    const bool rises = voltage > voltage_;
    voltage_ = voltage;
    if (rises && !rising_) begin_period();
    rising_ = rises;
  }

  std::vector<ControlState> shows() const override {
    return {{"sounding", frequency_ > 0 ? 1 : 0}, {"frequency", frequency_}};
  }

 private:
  /// From pin 1 to pin 2: -1, 0 or 1.
  int measure() const {
    const Level negative = host().signal(kNegative).level;
    const Level positive = host().signal(kPositive).level;
    if (!is_definite(negative) || !is_definite(positive)) return 0;
    return (positive == Level::high ? 1 : 0) - (negative == Level::high ? 1 : 0);
  }

  void begin_period() {
    last_ = host().now();
    if (periods_begun_++ > 0) return;
    first_ = last_;
    open_window();
  }

  void open_window() {
    timer_.start(host(), kWindow, [this] { close_window(); });
  }

  void close_window() {
    const std::int64_t frequency = measured_frequency();
    const bool goes_on = periods_begun_ > 1;
    // The period in progress belongs to the next window.
    first_ = last_;
    periods_begun_ = goes_on ? 1 : 0;
    if (goes_on) open_window();
    if (frequency == frequency_) return;
    frequency_ = frequency;
    host().state_changed();
  }

  /// In Hz, rounded; 0 without a whole period.
  std::int64_t measured_frequency() const {
    const Duration span = last_ - first_;
    if (span <= Duration::zero()) return 0;
    const Duration second = std::chrono::seconds(1);
    return ((periods_begun_ - 1) * second + span / 2) / span;
  }

  int voltage_ = 0;
  bool rising_ = false;
  std::int64_t periods_begun_ = 0;  ///< in this window; 0 while there is none
  Time first_;                      ///< when the first of them began
  Time last_;
  std::int64_t frequency_ = 0;
  PartTimer timer_;
};

}  // namespace

PartType buzzer_type() {
  return {.name = "wokwi-buzzer",
          .summary = "Piezo buzzer: sounds while the voltage between 1 and 2 alternates",
          .attributes = {{"mode", "smooth", ""}, {"volume", "1.0", ""}},
          .make = [](Attributes&) { return std::make_unique<Buzzer>(); }};
}

}  // namespace pinbridge::parts
