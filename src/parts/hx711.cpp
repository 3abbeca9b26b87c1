#include "parts/hx711.hpp"

#include <chrono>
#include <cstdint>

#include "parts/sensor_part.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;

constexpr PinIndex kDt{1};
constexpr PinIndex kSck{2};

constexpr int kBits = 24;
constexpr Duration kConversion = milliseconds(100);
constexpr Duration kSettling = milliseconds(400);
constexpr Duration kPowerDown = milliseconds(1);
constexpr std::int64_t kOfAKilogram = 420;

class Hx711 : public SensorPart {
 public:
  explicit Hx711(DecimalControl load) : SensorPart(std::vector{load}) {}

  Layout layout() const override {
    return {.pins = {"VCC", {"DT", PinRole::output}, {"SCK", PinRole::input}, "GND"}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin != kSck || !is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (high == clock_) return;
    clock_ = high;
    if (high) {
      rise();
    } else {
      fall();
    }
  }

 protected:
  void placed() override {
    put(dt_);
    if (started_) return;
    started_ = true;
    convert(kSettling);
  }

 private:
  void convert(Duration time) {
    bit_ = 0;
    put(true);
    conversion_.start(host(), time, [this] { refresh(); });
  }

  /// A new value replaces the last, unless that is being read.
  void refresh() {
    conversion_.start(host(), kConversion, [this] { refresh(); });
    if (bit_ != 0) return;
    ready_ = true;
    const std::int64_t raw = quantity(0).steps * kOfAKilogram / kStepsOfAKilogram;
    value_ = static_cast<std::uint32_t>(raw) & 0xFFFFFFU;
    put(false);
  }

  void rise() {
    power_.start(host(), kPowerDown, [this] { power_down(); });
    if (!ready_) return;
    ++bit_;
    put(bit_ > kBits || ((value_ >> static_cast<unsigned>(kBits - bit_)) & 1U) != 0);
  }
  void fall() {
    power_.stop();
    if (off_) {
      off_ = false;
      convert(kSettling);
    } else if (bit_ > kBits) {
      // Pulses that choose a gain may follow: they find no value.
      ready_ = false;
      convert(kConversion);
    }
  }
  void power_down() {
    off_ = true;
    ready_ = false;
    conversion_.stop();
    put(true);
  }

  void put(bool high) {
    dt_ = high;
    host().drive(kDt, strong(high));
  }

  static constexpr std::int64_t kStepsOfAKilogram = 1000;

  PartTimer conversion_;
  PartTimer power_;
  std::uint32_t value_ = 0;
  int bit_ = 0;  ///< how many of the value are out
  bool started_ = false;
  bool ready_ = false;
  bool off_ = false;
  bool clock_ = false;
  bool dt_ = true;
};

constexpr DecimalControl kLoad{"load", 0, 50, 3, 0};

}  // namespace

PartType hx711_type() {
  return {.name = "wokwi-hx711",
          .summary = "Load cell amplifier with a 24-bit converter",
          .attributes = {{"type", "50kg",
                          "type of the load cell: \"50kg\", \"5kg\" or \"gauge\" (5 kg)"},
                         {"load", "0", "initial load in kg"}},
          .controls = {kLoad.spec("load in kg; up to 5 with the smaller cells")},
          .make = [](Attributes& attributes) {
            DecimalControl load = kLoad;
            load.most =
                attributes.choice<double>("type", {{"50kg", 50}, {"5kg", 5}, {"gauge", 5}}, 50);
            load.read(attributes);
            return std::make_unique<Hx711>(load);
          }};
}

}  // namespace pinbridge::parts
