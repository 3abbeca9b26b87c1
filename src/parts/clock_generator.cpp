#include "parts/clock_generator.hpp"

#include <cmath>
#include <optional>

namespace pinbridge::parts {
namespace {

constexpr std::string_view kFrequency = "frequency";
constexpr PinIndex kOut{0};

// Each edge is work for the bench: twice as many edges a second must leave it time for guests.
constexpr double kHighestHz = 100e3;
constexpr double kHighestOfWokwiHz = 1e9;
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
      leave_out_missed_pulses();
      apply();
      await_edge();
    });
  }

  /// A bench that skipped time runs this late: the clock keeps its phase.
  void leave_out_missed_pulses() {
    const auto since = static_cast<double>((host().now() - *start_).count());
    const auto should_be = static_cast<std::uint64_t>(since / half_period_ns_);
    if (should_be > edges_) edges_ += (should_be - edges_) / 2 * 2;
  }

  void apply() { host().drive(kOut, strong(edges_ % 2 != 0)); }

  const double half_period_ns_;
  std::optional<Time> start_;
  std::uint64_t edges_ = 0;  ///< since the start
  PartTimer timer_;
};

double frequency(Attributes& attributes) {
  const double hz = attributes.frequency(kFrequency, kLowestHz, kHighestOfWokwiHz, kDefaultHz);
  if (hz <= kHighestHz) return hz;
  attributes.harmless_problem(
      kFrequency,
      fmt::format("the bench follows clocks up to {:.0f} Hz: it runs at that", kHighestHz));
  return kHighestHz;
}

}  // namespace

PartType clock_generator_type() {
  return {.name = std::string(kClockGenerator),
          .summary = "Clock: a square wave on CLK",
          .attributes = {{std::string(kFrequency), "10k",
                          "in Hz, 0.001 to 100k; the suffix \"k\" means kHz, \"m\" means MHz"}},
          .make = [](Attributes& attributes) {
            return std::make_unique<ClockGenerator>(frequency(attributes));
          }};
}

}  // namespace pinbridge::parts
