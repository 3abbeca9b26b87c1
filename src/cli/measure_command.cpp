#include <cstdio>
#include <map>

#include <boost/json.hpp>

#include "base/printable.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/pin_names.hpp"
#include "cli/watch_pins.hpp"
#include "trace/measurement.hpp"

namespace pinbridge::cli {
namespace {

using trace::Spread;
using trace::Statistics;

struct MeasureOptions {
  std::vector<std::string> pins;
  Duration length = std::chrono::seconds(1);
  bool json = false;
};

struct Measured {
  std::string pin;
  Statistics statistics;
};

/// "12.5 ms", with three decimals at most.
std::string text_of(Duration duration) {
  const auto ns = static_cast<double>(duration.count());
  if (ns < 1e3) return fmt::format("{} ns", duration.count());
  if (ns < 1e6) return fmt::format("{:.3f} us", ns / 1e3);
  if (ns < 1e9) return fmt::format("{:.3f} ms", ns / 1e6);
  return fmt::format("{:.3f} s", ns / 1e9);
}

void print_spread(const char* name, const std::optional<Spread>& spread) {
  if (!spread) return;
  fmt::print("  {:<12}{} (min {}, max {}, of {})\n", name, text_of(spread->mean),
             text_of(spread->min), text_of(spread->max), spread->count);
}

void print(const Measured& measured) {
  const Statistics& s = measured.statistics;
  fmt::print("{}\n  {:<12}{} ({} rising, {} falling)\n", printable(measured.pin), "edges",
             s.rising + s.falling, s.rising, s.falling);
  if (s.frequency) fmt::print("  {:<12}{:.6g} Hz\n", "frequency", *s.frequency);
  fmt::print("  {:<12}{:.2f} %\n", "duty cycle", 100 * s.duty);
  print_spread("period", s.period);
  print_spread("high pulse", s.high);
  print_spread("low pulse", s.low);
}

boost::json::value as_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return {{"min", spread->min.count()},
          {"mean", spread->mean.count()},
          {"max", spread->max.count()},
          {"count", spread->count}};
}

boost::json::object as_json(const Measured& measured, Duration length) {
  const Statistics& s = measured.statistics;
  boost::json::value frequency;
  if (s.frequency) frequency = *s.frequency;
  return {{"pin", measured.pin},  {"duration", length.count()},  {"edges", s.rising + s.falling},
          {"rising", s.rising},   {"falling", s.falling},        {"frequency", frequency},
          {"duty", s.duty},       {"period", as_json(s.period)}, {"high", as_json(s.high)},
          {"low", as_json(s.low)}};
}

/// Measures each pin from the first report to the end.
class Measuring : public PinWatcher {
 public:
  Result<void> begin(const std::vector<PinReport>& pins) override {
    for (const PinReport& report : pins) {
      measurements_.emplace(
          report.pin,
          trace::Measurement(parse_level(report.state).value_or(Level::highz), report.time));
    }
    return {};
  }
  void change(const PinReport& report) override {
    const auto found = measurements_.find(report.pin);
    const auto level = parse_level(report.state);
    if (found != measurements_.end() && level) found->second.change(*level, report.time);
  }
  Result<void> finish(Time end) override {
    end_ = end;
    return {};
  }

  Measured result(const std::string& pin) const { return {pin, measurements_.at(pin).at(end_)}; }

 private:
  std::map<std::string, trace::Measurement> measurements_;
  Time end_{};
};

Result<int> measure(client::RpcClient& client, const MeasureOptions& options) {
  if (options.length <= Duration::zero()) {
    return make_error(ErrorCode::invalid, "--for: a measurement takes longer than 0 s");
  }
  const auto found = find_pins(client, options.pins);
  if (!found) return found.error();
  const auto pins = reported_names(client, *found);
  if (!pins) return pins.error();
  Measuring measuring;
  const auto done = watch_pins(client, *pins, {.length = options.length}, measuring);
  if (!done) return done.error();
  boost::json::array all;
  for (const std::string& pin : *pins) {
    const Measured measured = measuring.result(pin);
    if (options.json) {
      all.push_back(as_json(measured, options.length));
    } else {
      print(measured);
    }
  }
  if (options.json) print_json(all);
  return kSuccess;
}

}  // namespace

void add_measure_command(Program& program) {
  auto& command = program.add(group::kTests, "measure",
                              "Measure frequency, duty cycle, periods and pulses of pins");
  auto options = std::make_shared<MeasureOptions>();
  command.add_option("pins", options->pins, kPinsMeaning)->type_name("PIN")->required();
  add_duration_option(command, "--for", options->length, "measure for this time", "1s");
  add_json_option(command, options->json);
  command
      .details(
          "Frequency and duty cycle are measured over whole periods. Any level except high counts "
          "as low.")
      .example("pinbridge measure led0:A", "measure an LED for one second")
      .example("pinbridge measure vm:24 --for 5s --json", "measure a pin for 5 s and print JSON");
  run_as_client(command,
                [options](client::RpcClient& client) { return measure(client, *options); });
}

}  // namespace pinbridge::cli
