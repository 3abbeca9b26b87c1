#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>

#include <fmt/chrono.h>

#include "base/period.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "trace/vcd_writer.hpp"

namespace pinbridge {
namespace {

/// What was recorded is in the file this soon, whatever still comes.
constexpr Duration kFlushAfter = std::chrono::milliseconds(100);

struct RecordOptions {
  std::vector<std::string> pins;
  std::string file = "-";
  std::string period;
};

/// The channels of the board's logic analyzers.
Result<std::vector<std::string>> default_pins(RpcClient& client) {
  const auto list = client.call("list", std::vector<std::string>());
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

/// Writes a recording to a file, or to stdout for "-".
class Recording {
 public:
  static Result<Recording> open(const std::string& path) {
    Recording recording;
    recording.file_.reset(path == "-" ? stdout : std::fopen(path.c_str(), "we"));
    recording.path_ = path;
    if (recording.file_) return recording;
    return make_error(ErrorCode::system, "cannot write {}: {}", path, std::strerror(errno));
  }

  void begin(const std::vector<PinReport>& pins) {
    std::vector<VcdWriter::Signal> signals;
    for (const PinReport& report : pins) {
      const auto colon = report.pin.find(':');
      signals.push_back({report.pin.substr(0, colon), report.pin.substr(colon + 1),
                         parse_level(report.state).value_or(Level::highz)});
      index_.emplace(report.pin, signals.size() - 1);
      start_ = report.time;
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    vcd_.emplace(fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", now), signals);
  }

  /// Takes a message if it is a change before `end`.
  void add(const msgpack::object& message, Time end) {
    const auto* change = notification(message, "change");
    if (!change) return;
    const auto report = as_pin_report(*change);
    if (!report || report->time >= end) return;
    const auto found = index_.find(report->pin);
    const auto level = parse_level(report->state);
    if (found == index_.end() || !level) return;
    vcd_->change(found->second, *level, report->time - start_);
    unwritten_ = true;
  }

  bool has_unwritten() const { return unwritten_; }

  Result<void> write() {
    const std::string text = vcd_->take();
    unwritten_ = false;
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() &&
        std::fflush(file_.get()) == 0) {
      return {};
    }
    return make_error(ErrorCode::system, "cannot write {}: {}", path_, std::strerror(errno));
  }

  Result<void> finish(Time end) {
    vcd_->end(end - start_);
    return write();
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::optional<VcdWriter> vcd_;
  std::map<std::string, std::size_t> index_;
  Time start_{};
  bool unwritten_ = false;
};

/// Adds what has arrived by now, and ends the recording.
Result<void> finish(Time end, RpcClient& client, Recording& recording) {
  client.interrupt_on(-1);
  for (;;) {
    const auto message = client.next_notification(Duration::zero());
    if (!message || message->get().is_nil()) return recording.finish(end);
    recording.add(message->get(), end);
  }
}

/// Records until `end`, a signal, or an error, which comes after all that was before it is written.
Result<void> record_until(Time end, RpcClient& client, Recording& recording) {
  for (;;) {
    const Duration left = end - std::chrono::steady_clock::now();
    if (left <= Duration::zero()) return finish(end, client, recording);
    const auto message =
        client.next_notification(recording.has_unwritten() ? std::min(left, kFlushAfter) : left);
    if (client.interrupted()) return finish(std::chrono::steady_clock::now(), client, recording);
    const bool quiet = !message || message->get().is_nil();
    if (!quiet) recording.add(message->get(), end);
    if (quiet) {
      if (auto written = recording.write(); !written) return written;
    }
    if (!message) return message.error();
  }
}

Result<ExitStatus> record(RpcClient& client, const RecordOptions& options) {
  Duration length = Duration::max();
  if (!options.period.empty()) {
    const auto period = parse_period(options.period);
    if (!period) return period.error();
    length = *period;
  }
  const auto pins = options.pins.empty() ? default_pins(client) : options.pins;
  if (!pins) return pins.error();
  const Interrupt interrupt;
  client.interrupt_on(interrupt.fd());
  const auto snapshot = client.call("watch", *pins);
  if (!snapshot) return snapshot.error();
  const auto reports = as_pin_reports(snapshot->get());
  if (!reports) return reports.error();
  // Only now: a pin that is not there must not cost an older recording.
  auto recording = Recording::open(options.file);
  if (!recording) return recording.error();
  recording->begin(*reports);
  if (const auto written = recording->write(); !written) return written.error();
  const Time start = reports->front().time;
  const Time end = length > Time::max() - start ? Time::max() : start + length;
  if (const auto done = record_until(end, client, *recording); !done) return done.error();
  return kSuccess;
}

}  // namespace

void add_record_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "record", "Record pins as a waveform (VCD) until Ctrl-C, for GTKWave, Surfer or PulseView");
  auto options = std::make_shared<RecordOptions>();
  command
      ->add_option("pins", options->pins,
                   "pins, such as vm:24 (default: the channels of the board's logic analyzers)")
      ->type_name("PIN");
  command->add_option("-o,--output", options->file, "the file to write; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command
      ->add_option("--for", options->period, "end after so long: a number with ns, us, ms, s or m")
      ->type_name("PERIOD");
  run_as_client(*command, status,
                [options](RpcClient& client) { return record(client, *options); });
}

}  // namespace pinbridge
