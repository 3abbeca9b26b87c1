#include "parts/clock_generator.hpp"

#include <cmath>
#include <optional>

namespace pinbridge {
namespace {

constexpr std::string_view kFrequency = "frequency";
constexpr PinIndex kOut{0};

// Each edge is work for the bench: twice as many per second as this must leave it time for guests.
constexpr double kHighestHz = 100e3;
constexpr double kLowestHz = 0.001;
constexpr double kDefaultHz = 10e3;

class ClockGenerator : public Part {
 public:
  explicit ClockGenerator(double hz) : half_period_ns_(1e9 / 2 / hz) {}

  Layout layout() const override { return {.pins = {{"CLK", PinRole::output}}}; }

 protected:
  void placed() override {
    apply();
    if (start_) return;
    start_ = host().now();
    await_edge();
  }

 private:
  void await_edge() {
    const Duration place(std::llround(half_period_ns_ * static_cast<double>(edges_ + 1)));
    timer_.start(host(), *start_ + place - host().now(), [this] {
      ++edges_;
      apply();
      await_edge();
    });
  }

  void apply() { host().drive(kOut, strong(edges_ % 2 != 0)); }

  const double half_period_ns_;
  std::optional<Time> start_;
  std::uint64_t edges_ = 0;  ///< since the start
  PartTimer timer_;
};

}  // namespace

PartType clock_generator_type() {
  return {.name = "wokwi-clock-generator",
          .summary = "Clock: a square wave on CLK",
          .attributes = {{std::string(kFrequency), "10k",
                          "in Hz, 0.001 to 100k; \"k\" behind it makes it kHz, \"m\" MHz"}},
          .make = [](Attributes& attributes) {
            return std::make_unique<ClockGenerator>(
                attributes.frequency(kFrequency, kLowestHz, kHighestHz, kDefaultHz));
          }};
}

}  // namespace pinbridge
