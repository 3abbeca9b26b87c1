#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/deadline.hpp"
#include "cli/duration_option.hpp"
#include "cli/event_format.hpp"
#include "cli/number_option.hpp"
#include "cli/pin_names.hpp"

namespace pinbridge::cli {
namespace {

using std::chrono::system_clock;

struct MonOptions {
  std::vector<std::string> pins;
  std::string edges = "all";
  std::int64_t count = std::numeric_limits<std::int64_t>::max();
  std::string format = EventFormat::kDefault;
  std::string clock = "monotonic";
  Duration idle_timeout = Duration::max();
  Duration timeout = Duration::max();
  bool banner = false;
  bool json = false;
};

bool wanted(PinEvent event, const std::string& edges) {
  if (edges == "all") return true;
  if (event == PinEvent::rising) return edges != "falling";
  return event == PinEvent::falling && edges != "rising";
}

EventFormat::Clock make_clock(const std::string& name) {
  const auto realtime =
      std::chrono::duration_cast<Duration>(system_clock::now().time_since_epoch());
  const Duration monotonic = std::chrono::steady_clock::now().time_since_epoch();
  return {.realtime = name == "realtime", .realtime_offset = realtime - monotonic};
}

std::string as_json(const PinReport& report, PinEvent event) {
  return boost::json::serialize(
      boost::json::object{{"pin", report.pin},
                          {"event", event_name(event)},
                          {"state", report.state},
                          {"time", report.time.time_since_epoch().count()}});
}

/// Prints level changes as they arrive, until enough were printed, none arrives for too long, or
/// the time is over.
class Monitor {
 public:
  Monitor(const MonOptions& options, EventFormat format)
      : options_(options), format_(std::move(format)), clock_(make_clock(options.clock)) {}

  Result<int> run(client::RpcClient& client, const std::vector<std::string>& pins) {
    const Time end = deadline_after(options_.timeout);
    const auto snapshot = client.call(api::MethodName::watch, pins);
    if (!snapshot) return snapshot.error();
    const auto reports = as_pin_reports(snapshot->get());
    if (!reports) return reports.error();
    for (const PinReport& report : *reports) states_[report.pin] = report.state;
    // The reader of the output receives each event at once.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    if (options_.banner) fmt::print("Monitoring {} pins...\n", reports->size());
    while (printed_ < options_.count) {
      const Duration left = time_until(end);
      const auto message = client.next_notification(std::min(options_.idle_timeout, left));
      if (!message) return message.error();
      if (message->get().is_nil()) return left <= options_.idle_timeout ? kTimedOut : kSuccess;
      if (const auto* change =
              client::notification(message->get(), api::NotificationName::change)) {
        const auto report = as_pin_report(*change);
        if (report) print(*report);
      } else if (const auto* list =
                     client::notification(message->get(), api::NotificationName::list)) {
        if (const auto gone = missing_from(*list); !gone.empty()) {
          return make_error(ErrorCode::not_found, "the board changed: it no longer has pin \"{}\"",
                            gone);
        }
      }
    }
    return kSuccess;
  }

 private:
  /// The first of our pins that a board of these parts does not have; empty if it has all.
  std::string missing_from(const msgpack::object& list) const {
    std::set<std::string> present;
    for_each_at(list, "parts", [&](const msgpack::object& part) {
      for_each_at(part, "pins",
                  [&](const msgpack::object& pin) { present.insert(text_at(pin, "pin")); });
    });
    for (const auto& [pin, state] : states_) {
      if (!present.contains(pin)) return pin;
    }
    return {};
  }

  void print(const PinReport& change) {
    std::string& state = states_[change.pin];
    // A pin may change from input to output at the same level: no event.
    if (state == change.state) return;
    state = change.state;
    const PinEvent event = event_of(state);
    if (!wanted(event, options_.edges)) return;
    fmt::print("{}\n", options_.json ? as_json(change, event)
                                     : format_.write(change.pin, event, change.time, clock_));
    ++printed_;
  }

  const MonOptions& options_;
  EventFormat format_;
  EventFormat::Clock clock_;
  std::map<std::string, std::string> states_;
  std::int64_t printed_ = 0;
};

Result<int> monitor(client::RpcClient& client, const MonOptions& options) {
  auto format = EventFormat::parse(options.format);
  if (!format) return format.error();
  const auto pins = find_pins(client, options.pins);
  if (!pins) return pins.error();
  return Monitor(options, std::move(*format)).run(client, *pins);
}

}  // namespace

void add_mon_command(Program& program) {
  auto& command = program.add(group::kPins, "mon", "Print each change of a pin's level");
  auto options = std::make_shared<MonOptions>();
  command.add_option("pins", options->pins, kPinsMeaning)->type_name("PIN")->required();
  command
      .add_option("-e,--edges", options->edges,
                  "changes to print: rising, falling, both, or all (also to highz and conflict)")
      ->check(one_of({"rising", "falling", "both", "all"}))
      ->type_name("EDGES")
      ->capture_default_str();
  add_number_option<std::int64_t>(command, "-n,--num-events", options->count, "end after N events",
                                  1);
  auto* format =
      command
          .add_option(
              "-F,--format", options->format,
              "format of a line: %o pin, %c part, %l both, %E name and %e number of the event, "
              "%S seconds, %U UTC, %L local time. %n is a new line, %t a tab, %% a percent "
              "sign. The events are 1 rising, 2 falling, 3 highz, 4 conflict")
          ->type_name("FORMAT");
  command.add_option("-E,--event-clock", options->clock, "clock of %S: monotonic or realtime")
      ->check(one_of({"monotonic", "realtime"}))
      ->type_name("CLOCK")
      ->capture_default_str();
  add_duration_option(command, "--idle-timeout", options->idle_timeout,
                      "end with status 0 after this time without an event");
  add_duration_option(command, "--timeout", options->timeout,
                      "end with status 124 after this time, unless -n ends it earlier");
  command.add_flag("-b,--banner", options->banner, "print a line when monitoring begins");
  add_json_option(command, options->json)->excludes(format);
  command.exit_status(kTimedOut, "the time of --timeout is over")
      .example("pinbridge mon vm:24", "print each edge of a pin with its time")
      .example("pinbridge mon -e rising -n 3 --timeout 10s 'led*'",
               "wait up to 10 s for three rising edges of any LED");
  run_as_client(command,
                [options](client::RpcClient& client) { return monitor(client, *options); });
}

}  // namespace pinbridge::cli
