#include "parts/servo.hpp"

#include <algorithm>
#include <chrono>

#include "bench/paced_news.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;

constexpr PinIndex kPwm{2};

constexpr Duration kShortest = microseconds(300);
constexpr Duration kLongest = microseconds(3000);
constexpr Duration kNone = microseconds(544);       ///< 0°
constexpr Duration kHalfTurn = microseconds(2400);  ///< 180°
constexpr std::int64_t kDegrees = 180;

constexpr Duration kNewsWindow = std::chrono::milliseconds(20);

class Servo : public Part {
 public:
  Layout layout() const override { return {.pins = {"GND", "V+", {"PWM", PinRole::input}}}; }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin != kPwm || !is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (high == high_) return;
    high_ = high;
    if (high_) {
      rose_ = host().now();
    } else {
      take(host().now() - rose_);
    }
  }

  std::vector<ControlState> shows() const override { return {{"angle", angle_}}; }

 protected:
  void placed() override {
    const bool high = host().signal(kPwm).level == Level::high;
    if (high && !high_) rose_ = host().now();
    high_ = high;
  }

 private:
  void take(Duration pulse) {
    if (pulse < kShortest || pulse > kLongest) return;
    const Duration beyond = std::clamp(pulse, kNone, kHalfTurn) - kNone;
    const Duration whole = kHalfTurn - kNone;
    const std::int64_t angle = (beyond * kDegrees + whole / 2) / whole;
    if (angle == angle_) return;
    angle_ = angle;
    news_.tell(host());
  }

  bool high_ = false;
  Time rose_;
  std::int64_t angle_ = 0;
  PacedNews news_{kNewsWindow};
};

}  // namespace

PartType servo_type() {
  return {.name = "wokwi-servo",
          .summary = "Servo: turns to the angle given by the pulse width on PWM",
          .attributes = {{"horn", "single", ""}, {"hornColor", "white", ""}},
          .make = [](Attributes&) { return std::make_unique<Servo>(); }};
}

}  // namespace pinbridge::parts
