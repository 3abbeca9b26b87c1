#include <cstdio>
#include <limits>
#include <map>
#include <set>

#include "base/period.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/event_format.hpp"

namespace pinbridge {
namespace {

using std::chrono::system_clock;

struct MonOptions {
  std::vector<std::string> pins;
  std::string edges = "all";
  std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
  std::string format = EventFormat::kDefault;
  std::string clock = "monotonic";
  std::string idle_timeout;
  bool banner = false;
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

/// Prints level changes as they come, until enough were printed or none comes for too long.
class Monitor {
 public:
  Monitor(const MonOptions& options, EventFormat format, Duration patience)
      : options_(options),
        format_(std::move(format)),
        patience_(patience),
        clock_(make_clock(options.clock)) {}

  Result<ExitStatus> run(RpcClient& client) {
    const auto snapshot = client.call("watch", options_.pins);
    if (!snapshot) return snapshot.error();
    const auto reports = as_pin_reports(snapshot->get());
    if (!reports) return reports.error();
    for (const PinReport& report : *reports) states_[report.pin] = report.state;
    // Whoever reads our output gets each event at once.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    if (options_.banner) fmt::print("Monitoring {} pins...\n", reports->size());
    while (printed_ < options_.count) {
      const auto message = client.next_notification(patience_);
      if (!message) return message.error();
      if (message->get().is_nil()) return kSuccess;  // idle for too long
      if (const auto* change = notification(message->get(), "change")) {
        const auto report = as_pin_report(*change);
        if (report) print(*report);
      } else if (const auto* list = notification(message->get(), "list")) {
        if (const auto gone = missing_from(*list); !gone.empty()) {
          return make_error(ErrorCode::not_found,
                            "the board changed: it has no pin \"{}\" any more", gone);
        }
      }
      // Nobody reads any more.
      if (std::ferror(stdout)) return kFailure;
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
    // A pin may turn from input to output at the same level: no event.
    if (state == change.state) return;
    state = change.state;
    const PinEvent event = event_of(state);
    if (!wanted(event, options_.edges)) return;
    fmt::print("{}\n", format_.write(change.pin, event, change.time, clock_));
    ++printed_;
  }

  const MonOptions& options_;
  EventFormat format_;
  Duration patience_;
  EventFormat::Clock clock_;
  std::map<std::string, std::string> states_;
  std::uint64_t printed_ = 0;
};

Result<ExitStatus> monitor(RpcClient& client, const MonOptions& options) {
  auto format = EventFormat::parse(options.format);
  if (!format) return format.error();
  Duration patience = Duration::max();
  if (!options.idle_timeout.empty()) {
    const auto period = parse_period(options.idle_timeout);
    if (!period) return period.error();
    patience = *period;
  }
  return Monitor(options, std::move(*format), patience).run(client);
}

}  // namespace

void add_mon_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("mon", "Print each change of a pin's level as it happens");
  auto options = std::make_shared<MonOptions>();
  command->add_option("pins", options->pins, "pins, such as vm:24 or led1:A")
      ->type_name("PIN")
      ->required();
  command
      ->add_option("-e,--edges", options->edges,
                   "which changes: rising, falling, both; all: also to highz and conflict")
      ->check(CLI::IsMember({"rising", "falling", "both", "all"}))
      ->capture_default_str();
  command->add_option("-n,--num-events", options->count, "end after so many")
      ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()))
      ->type_name("N");
  command
      ->add_option("-F,--format", options->format,
                   "how a line looks: %o pin of its part, %c part, %l both, %e number and %E word "
                   "of the event (1 rising, 2 falling, 3 highz, 4 conflict), %S seconds, %U UTC, "
                   "%L local time")
      ->type_name("FORMAT");
  command->add_option("-E,--event-clock", options->clock, "the clock of %S: monotonic or realtime")
      ->check(CLI::IsMember({"monotonic", "realtime"}))
      ->capture_default_str();
  command->add_option("--idle-timeout", options->idle_timeout, "end when nothing comes for so long")
      ->type_name("PERIOD");
  command->add_flag("-b,--banner", options->banner, "say when it begins");
  run_as_client(*command, status,
                [options](RpcClient& client) { return monitor(client, *options); });
}

}  // namespace pinbridge
