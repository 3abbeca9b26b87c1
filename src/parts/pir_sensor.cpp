#include "parts/pir_sensor.hpp"

#include <chrono>

#include "parts/switch_control.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kOut{1};
constexpr std::string_view kMotion = "motion";

struct PirTimes {
  Duration high;
  Duration inhibited;
  bool retriggers;
};

class PirSensor : public Part {
 public:
  explicit PirSensor(PirTimes times) : times_(times) {}

  Layout layout() const override { return {.pins = {"VCC", {"OUT", PinRole::output}, "GND"}}; }
  std::vector<ControlState> controls() const override {
    return {{std::string(kMotion), motion_ ? 1 : 0}};
  }
  std::vector<ControlState> shows() const override { return {{"out", high_ ? 1 : 0}}; }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != kMotion) return Part::control(name, value);
    const auto motion = parse_position(name, value);
    if (!motion) return motion.error();
    motion_ = *motion;
    if (motion_) detect();
    host().state_changed();
    return {};
  }

 protected:
  void placed() override { host().drive(kOut, strong(high_)); }

 private:
  void detect() {
    if (inhibited_ || (high_ && !times_.retriggers)) return;
    set(true);
    timer_.start(host(), times_.high, [this] { end_high(); });
  }

  void end_high() {
    if (motion_ && times_.retriggers) return detect();
    inhibited_ = true;
    set(false);
    timer_.start(host(), times_.inhibited, [this] {
      inhibited_ = false;
      if (motion_) detect();
    });
  }

  void set(bool high) {
    if (high == high_) return;
    high_ = high;
    host().drive(kOut, strong(high));
    host().state_changed();
  }

  PirTimes times_;
  bool motion_ = false;
  bool high_ = false;
  bool inhibited_ = false;
  PartTimer timer_;
};

Duration seconds(double value) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(value));
}

}  // namespace

PartType pir_sensor_type() {
  return {
      .name = "wokwi-pir-motion-sensor",
      .summary = "Motion sensor: OUT is high for a time after motion",
      .attributes = {{"delayTime", "5", "seconds for which OUT stays high"},
                     {"inhibitTime", "1.2", "seconds after that during which motion has no effect"},
                     {"retrigger", "1", "1: motion while OUT is high extends the pulse"}},
      .controls = {{std::string(kMotion), "0 or 1", "1 while something moves"}},
      .make = [](Attributes& attributes) {
        constexpr double kLongest = 3600;
        constexpr double kUsualHigh = 5;
        constexpr double kUsualInhibited = 1.2;
        return std::make_unique<PirSensor>(
            PirTimes{seconds(attributes.number("delayTime", 0.001, kLongest, kUsualHigh)),
                     seconds(attributes.number("inhibitTime", 0, kLongest, kUsualInhibited)),
                     attributes.flag("retrigger", true)});
      }};
}

}  // namespace pinbridge::parts
