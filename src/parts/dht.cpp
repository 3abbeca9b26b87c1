#include "parts/dht.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>

#include "parts/sensor_part.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;

constexpr PinIndex kSda{1};

constexpr Duration kAnswerAfter = microseconds(30);
constexpr Duration kPreamble = microseconds(80);
constexpr Duration kBitLow = microseconds(50);
constexpr Duration kZeroHigh = microseconds(26);
constexpr Duration kOneHigh = microseconds(70);

constexpr std::size_t kBytes = 5;
constexpr std::size_t kBits = kBytes * 8;
constexpr std::int64_t kMostScale = 1000;

/// What differs between the two.
struct Kind {
  Duration shortest_start;
  bool has_tenths;
  DecimalControl temperature;
  DecimalControl humidity;
};
constexpr Kind kDht22{
    microseconds(800), true, {"temperature", -40, 80, 1, 240}, {"humidity", 0, 100, 1, 400}};
constexpr Kind kDht11{
    microseconds(10'000), false, {"temperature", 0, 50, 1, 240}, {"humidity", 0, 100, 1, 400}};

class Dht : public SensorPart {
 public:
  Dht(const Kind& kind, std::int64_t scale)
      : SensorPart(std::vector{kind.temperature, kind.humidity}),
        shortest_start_(kind.shortest_start),
        has_tenths_(kind.has_tenths),
        scale_(scale) {}

  Layout layout() const override {
    return {.pins = {"VCC", {"SDA", PinRole::passive, pull(true)}, "NC", "GND"}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin != kSda || step_ != 0 || !is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (high == high_) return;
    high_ = high;
    if (!high) {
      fell_ = host().now();
    } else if (host().now() - fell_ >= shortest_start_) {
      answer();
    }
  }

 protected:
  void placed() override { host().drive(kSda, pulls_ ? strong(false) : pull(true)); }

 private:
  /// Step 0 is rest, and an odd step is low: 1 and 2 announce the answer, then each bit has two,
  /// and the last is the end of the last bit.
  static constexpr std::size_t kLastStep = 2 + kBits * 2 + 1;

  void answer() {
    bytes_ = has_tenths_ ? tenths() : wholes();
    for (std::size_t i = 0; i + 1 < kBytes; ++i) {
      bytes_.back() = static_cast<std::uint8_t>(bytes_.back() + bytes_[i]);
    }
    step_ = 1;
    timer_.start(host(), kAnswerAfter * scale_, [this] { run_step(); });
  }

  void run_step() {
    put_low(step_ % 2 == 1 && step_ <= kLastStep);
    if (step_ > kLastStep) {
      step_ = 0;
      high_ = true;
      return;
    }
    const Duration lasts = duration_of(step_);
    ++step_;
    timer_.start(host(), lasts * scale_, [this] { run_step(); });
  }

  Duration duration_of(std::size_t step) const {
    if (step <= 2) return kPreamble;
    if (step % 2 == 1) return kBitLow;
    const std::size_t bit = (step - 4) / 2;
    return ((bytes_[bit / 8] >> (7 - bit % 8)) & 1U) != 0 ? kOneHigh : kZeroHigh;
  }

  void put_low(bool low) {
    pulls_ = low;
    host().drive(kSda, low ? strong(false) : pull(true));
  }

  // In tenths of a degree, and of a percent.
  std::int64_t temperature_steps() const { return quantity(0).steps; }
  std::int64_t humidity_steps() const { return quantity(1).steps; }

  /// With the sign in the highest bit.
  std::array<std::uint8_t, kBytes> tenths() const {
    const auto humidity = static_cast<unsigned>(humidity_steps());
    const std::int64_t steps = temperature_steps();
    const auto temperature = static_cast<unsigned>(std::abs(steps)) | (steps < 0 ? 0x8000U : 0U);
    return {static_cast<std::uint8_t>(humidity >> 8U), static_cast<std::uint8_t>(humidity),
            static_cast<std::uint8_t>(temperature >> 8U), static_cast<std::uint8_t>(temperature)};
  }
  std::array<std::uint8_t, kBytes> wholes() const {
    constexpr std::int64_t kOfOne = 10;
    return {static_cast<std::uint8_t>(humidity_steps() / kOfOne),
            static_cast<std::uint8_t>(humidity_steps() % kOfOne),
            static_cast<std::uint8_t>(temperature_steps() / kOfOne),
            static_cast<std::uint8_t>(temperature_steps() % kOfOne)};
  }

  Duration shortest_start_;
  bool has_tenths_;
  std::int64_t scale_;
  bool high_ = true;
  Time fell_;
  std::array<std::uint8_t, kBytes> bytes_{};
  std::size_t step_ = 0;
  bool pulls_ = false;
  PartTimer timer_;
};

PartType type_of(const char* name, const char* summary, const Kind& kind) {
  return {.name = name,
          .summary = summary,
          .attributes = {{"temperature", "24", "initial temperature in °C"},
                         {"humidity", "40", "initial humidity in percent"},
                         {"timeScale", "1",
                          "factor by which its pulses are longer than on the real part, 1 to 1000; "
                          "for guests that cannot distinguish 26 and 70 µs"}},
          .controls = {kind.temperature.spec("temperature in °C"),
                       kind.humidity.spec("relative humidity in percent")},
          .make = [kind](Attributes& attributes) {
            Kind own = kind;
            own.temperature.read(attributes);
            own.humidity.read(attributes);
            return std::make_unique<Dht>(own, attributes.integer("timeScale", 1, kMostScale, 1));
          }};
}

}  // namespace

std::vector<PartType> dht_types() {
  std::vector<PartType> types;
  types.push_back(type_of("wokwi-dht22", "Temperature and humidity sensor on one line", kDht22));
  types.push_back(
      type_of("wokwi-dht11", "Temperature (0 to 50 °C) and humidity sensor on one line", kDht11));
  return types;
}

}  // namespace pinbridge::parts
