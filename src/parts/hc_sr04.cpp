#include "parts/hc_sr04.hpp"

#include <chrono>

#include "parts/number_control.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;

constexpr PinIndex kTrig{1};
constexpr PinIndex kEcho{2};

constexpr Duration kShortestTrigger = microseconds(10);
constexpr Duration kDelay = microseconds(500);
constexpr Duration kOfACentimetre = microseconds(58);
constexpr Duration kNothing = microseconds(38'000);
constexpr std::int64_t kFarthest = 400;

class HcSr04 : public Part {
 public:
  explicit HcSr04(NumberControl distance) : distance_(distance) {}

  Layout layout() const override {
    return {.pins = {"VCC", {"TRIG", PinRole::input}, {"ECHO", PinRole::output}, "GND"}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin != kTrig || !is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (high == trigger_) return;
    trigger_ = high;
    if (high) {
      rose_ = host().now();
    } else if (!measures_ && host().now() - rose_ >= kShortestTrigger) {
      measure();
    }
  }

  std::vector<ControlState> controls() const override { return {distance_.state()}; }
  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != distance_.name) return Part::control(name, value);
    auto done = distance_.set(value);
    if (done) host().state_changed();
    return done;
  }

 protected:
  void placed() override { host().drive(kEcho, strong(echo_)); }

 private:
  void measure() {
    measures_ = true;
    const Duration width =
        distance_.value > kFarthest ? kNothing : kOfACentimetre * distance_.value;
    timer_.start(host(), kDelay, [this, width] {
      set_echo(true);
      timer_.start(host(), width, [this] {
        set_echo(false);
        measures_ = false;
      });
    });
  }
  void set_echo(bool high) {
    echo_ = high;
    host().drive(kEcho, strong(high));
  }

  NumberControl distance_;
  bool trigger_ = false;
  Time rose_;
  bool measures_ = false;
  bool echo_ = false;
  PartTimer timer_;
};

constexpr NumberControl kDistance{"distance", 2, 1000, 400};

}  // namespace

PartType hc_sr04_type() {
  return {.name = "wokwi-hc-sr04",
          .summary = "Ultrasonic distance sensor: responds to a pulse on TRIG with a pulse on ECHO",
          .attributes = {{"distance", "400", "initial distance in cm"}},
          .controls = {kDistance.spec("distance in cm; above 400 there is no echo")},
          .make = [](Attributes& attributes) {
            NumberControl distance = kDistance;
            distance.read(attributes);
            return std::make_unique<HcSr04>(distance);
          }};
}

}  // namespace pinbridge::parts
