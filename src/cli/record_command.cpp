#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include <fmt/chrono.h>

#include "base/pin_name.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/pin_names.hpp"
#include "cli/scenario_recording.hpp"
#include "cli/watch_pins.hpp"
#include "trace/csv_writer.hpp"
#include "trace/sigrok_writer.hpp"
#include "trace/timescale.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge::cli {
namespace {

/// What was recorded is in the file this soon, whatever still comes.
constexpr Duration kFlushAfter = std::chrono::milliseconds(100);

struct RecordOptions {
  std::vector<std::string> pins;
  std::string file = "-";
  std::string timescale;
  std::string scenario;
  Duration length = Duration::max();
};

/// The channels of the board's logic analyzers.
Result<std::vector<std::string>> default_pins(client::RpcClient& client) {
  const auto list = client.call(api::MethodName::list, std::vector<std::string>());
  if (!list) return list.error();
  std::vector<std::string> pins;
  for_each_at(list->get(), "parts", [&](const msgpack::object& part) {
    if (text_at(part, "type") != "wokwi-logic-analyzer") return;
    for_each_at(part, "pins", [&](const msgpack::object& pin) {
      const std::string name = text_at(pin, "pin");
      if (!name.ends_with(":GND")) pins.push_back(name);
    });
  });
  if (!pins.empty()) return pins;
  return make_error(
      ErrorCode::not_found,
      "the board has no wokwi-logic-analyzer: name the pins to record, such as vm:24");
}

/// The format of a file is its suffix.
struct Format {
  bool csv = false;
  bool sigrok = false;
  Duration unit = trace::kDefaultTimescale;
};

Result<Format> format_of(const RecordOptions& options) {
  Format format{.csv = options.file.ends_with(".csv"), .sigrok = options.file.ends_with(".sr")};
  if (format.csv && !options.timescale.empty()) {
    return make_error(ErrorCode::invalid,
                      "--timescale is for .vcd and .sr; a .csv has every time to the nanosecond");
  }
  if (options.timescale.empty()) return format;
  const auto unit = trace::parse_timescale(options.timescale);
  if (!unit) return unit.error();
  format.unit = *unit;
  return format;
}

std::unique_ptr<trace::WaveformWriter> make_writer(
    const Format& format, const std::vector<trace::WaveformSignal>& signals) {
  if (format.csv) return std::make_unique<trace::CsvWriter>(signals);
  if (format.sigrok) return std::make_unique<trace::SigrokWriter>(signals, format.unit);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return std::make_unique<trace::VcdWriter>(fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", now), signals,
                                            format.unit);
}

/// Writes a recording to a file, or to stdout for "-".
class Recording : public PinWatcher {
 public:
  Recording(std::string path, Format format) : file_(std::move(path)), format_(format) {}

  Result<void> begin(const std::vector<PinReport>& pins) override {
    // Only now: a pin that does not exist must not cost an older recording.
    if (auto opened = file_.open(); !opened) return opened;
    std::vector<trace::WaveformSignal> signals;
    for (const PinReport& report : pins) {
      const auto [part, pin] = split_pin_name(report.pin);
      signals.push_back(
          {std::string(part), std::string(pin), parse_level(report.state).value_or(Level::highz)});
      index_.emplace(report.pin, signals.size() - 1);
      start_ = report.time;
    }
    writer_ = make_writer(format_, signals);
    return idle();
  }

  void change(const PinReport& report) override {
    const auto found = index_.find(report.pin);
    const auto level = parse_level(report.state);
    if (found == index_.end() || !level) return;
    last_ = report.time;
    writer_->change(found->second, *level, report.time - start_);
  }

  /// The bench has ended: the recording is complete up to the last change.
  Result<void> finish_early() { return writer_ ? finish(std::max(start_, last_)) : Result<void>(); }

  /// Writes what was recorded so far to the file.
  Result<void> idle() override {
    if (auto written = file_.write(writer_->take()); !written) return written;
    return writer_->status();
  }

  Result<void> finish(Time end) override {
    writer_->end(end - start_);
    if (auto written = idle(); !written) return written;
    warn_of_shared_times();
    return {};
  }

 private:
  void warn_of_shared_times() const {
    const trace::SharedTicks* ticks = writer_->shared_ticks();
    if (ticks == nullptr || ticks->edges() == 0) return;
    fmt::print(stderr,
               "pinbridge: warning: edges within {} have the same time in the recording ({} in "
               "all); --timescale {} separates them\n",
               trace::timescale_text(format_.unit), ticks->edges(),
               trace::timescale_text(ticks->separating_unit(), ""));
  }

  OutputFile file_;
  Format format_;
  std::unique_ptr<trace::WaveformWriter> writer_;
  std::map<std::string, std::size_t> index_;
  Time start_{};
  Time last_{};
};

/// Instead of a waveform.
Result<int> record_actions(client::RpcClient& client, const RecordOptions& options) {
  if (!options.pins.empty() || options.file != "-" || !options.timescale.empty()) {
    return make_error(
        ErrorCode::invalid,
        "--scenario records actions instead of pins; record pins by a second command");
  }
  const auto interrupt = Interrupt::open();
  if (!interrupt) return interrupt.error();
  const auto done = record_scenario(client, options.scenario, options.length, interrupt->fd());
  if (!done) return done.error();
  return kSuccess;
}

Result<int> record(client::RpcClient& client, const RecordOptions& options) {
  if (!options.scenario.empty()) return record_actions(client, options);
  const auto format = format_of(options);
  if (!format) return format.error();
  const auto pins = options.pins.empty() ? default_pins(client) : find_pins(client, options.pins);
  if (!pins) return pins.error();
  const auto interrupt = Interrupt::open();
  if (!interrupt) return interrupt.error();
  Recording recording(options.file, *format);
  const auto done = watch_pins(
      client, *pins,
      {.length = options.length, .interrupt_fd = interrupt->fd(), .flush_after = kFlushAfter},
      recording);
  if (done) return kSuccess;
  if (const auto kept = recording.finish_early(); !kept) return kept.error();
  return done.error();
}

}  // namespace

void add_record_command(Program& program) {
  auto& command = program.add(group::kTests, "record", "Record pins as a waveform until Ctrl-C");
  auto options = std::make_shared<RecordOptions>();
  command
      .add_option(
          "pins", options->pins,
          std::string(kPinsMeaning) + " (default: the channels of the board's logic analyzers)")
      ->type_name("PIN");
  command
      .add_option("-o,--output", options->file,
                  "file to write; its suffix selects the format: a table (.csv), a sigrok session "
                  "(.sr) or a waveform (any other, VCD); - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command
      .add_option(
          "--timescale", options->timescale,
          "unit of time of the file: 1, 10 or 100 with ns, us or ms, or 1s (default: 1us). "
          "A warning reports edges that it cannot separate. PulseView and sigrok-cli create "
          "a sample for each unit, so a small unit makes them slow")
      ->type_name("DURATION");
  command
      .add_option("--scenario", options->scenario,
                  "write the actions of clients and of users of the page as a scenario for "
                  "pinbridge test; - is standard output")
      ->type_name("FILE");
  add_duration_option(command, "--for", options->length, "end after this time (default: never)");
  command.details("GTKWave, Surfer and PulseView read the file.")
      .example("pinbridge record vm:24 --for 2s -o led.vcd", "record a pin for two seconds")
      .example("pinbridge record -o board.sr",
               "record the channels of the logic analyzer for PulseView")
      .example("pinbridge record --scenario session.yaml",
               "record your actions on the page to run them again");
  run_as_client(command, [options](client::RpcClient& client) { return record(client, *options); });
}

}  // namespace pinbridge::cli
