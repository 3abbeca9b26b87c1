#include <algorithm>
#include <cstdio>
#include <map>

#include <fmt/ranges.h>

#include "app/socket_path.hpp"
#include "base/printable.hpp"
#include "bench/embodied_part.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/deadline.hpp"
#include "cli/duration_option.hpp"
#include "cli/event_format.hpp"
#include "cli/pin_names.hpp"

namespace pinbridge::cli {
namespace {

struct WaitOptions {
  std::string socket;
  std::vector<std::string> pins;
  std::string edge;
  bool guest = false;
  std::string machine;
  Duration timeout = Duration::max();
};

/// "low", "high", "highz" or "conflict", whichever way it was written.
Result<std::string> parse_state(const std::string& text) {
  if (text == "0" || text == "low" || text == "off" || text == "inactive") return "low";
  if (text == "1" || text == "high" || text == "on" || text == "active") return "high";
  if (text == "z" || text == "highz") return "highz";
  if (text == "x" || text == "conflict") return "conflict";
  return make_error(ErrorCode::invalid,
                    "\"{}\" is not a state to wait for; write 0, 1, z or x, or low, high, highz or "
                    "conflict",
                    text);
}

/// Calls `take` with each notification until it returns true. False when the time is over.
Result<bool> wait_until(client::RpcClient& client, Time end, const auto& take) {
  for (;;) {
    const auto message = client.next_notification(time_until(end));
    if (!message) return message.error();
    if (message->get().is_nil()) return false;
    if (take(message->get())) return true;
  }
}

/// Waits until all pins are at their states at the same time.
class StateWait {
 public:
  static Result<StateWait> parse(client::RpcClient& client, const std::vector<std::string>& texts) {
    StateWait wait;
    for (const std::string& text : texts) {
      const auto equals = text.rfind('=');
      if (equals == std::string::npos || equals == 0) {
        return make_error(ErrorCode::invalid,
                          "\"{}\" names no state; write PIN=STATE, or PIN with --edge", text);
      }
      const auto state = parse_state(text.substr(equals + 1));
      if (!state) return state.error();
      const auto found = find_pins(client, {text.substr(0, equals)});
      if (!found) return found.error();
      const auto pins = reported_names(client, *found);
      if (!pins) return pins.error();
      for (const std::string& pin : *pins) {
        const auto [wanted, fresh] = wait.wanted_.emplace(pin, *state);
        if (fresh || wanted->second == *state) continue;
        return make_error(ErrorCode::invalid, "\"{}\" cannot be {} and {} at once", pin,
                          wanted->second, *state);
      }
    }
    return wait;
  }

  std::vector<std::string> pins() const {
    std::vector<std::string> pins;
    pins.reserve(wanted_.size());
    for (const auto& [pin, state] : wanted_) pins.push_back(pin);
    return pins;
  }

  /// True if all are at their states.
  bool take(const PinReport& report) {
    seen_[report.pin] = report.state;
    return std::ranges::all_of(wanted_, [&](const auto& entry) {
      const auto found = seen_.find(entry.first);
      return found != seen_.end() && found->second == entry.second;
    });
  }

  /// "vm:24 is low, not high" for each that is not.
  std::string missing() const {
    std::string all;
    for (const auto& [pin, state] : wanted_) {
      const auto found = seen_.find(pin);
      if (found == seen_.end() || found->second == state) continue;
      all += fmt::format("{}{} is {}, not {}", all.empty() ? "" : ", ", pin, found->second, state);
    }
    return all;
  }

 private:
  std::map<std::string, std::string> wanted_;
  std::map<std::string, std::string> seen_;
};

int timed_out(const std::string& why) {
  fmt::print(stderr, "pinbridge: time-out: {}\n", printable(why));
  return kTimedOut;
}

Result<int> wait_for_states(client::RpcClient& client, const WaitOptions& options, Time end) {
  auto wait = StateWait::parse(client, options.pins);
  if (!wait) return wait.error();
  const auto snapshot = client.call(api::MethodName::watch, wait->pins());
  if (!snapshot) return snapshot.error();
  const auto reports = as_pin_reports(snapshot->get());
  if (!reports) return reports.error();
  bool reached = false;
  for (const PinReport& report : *reports) reached = wait->take(report);
  if (reached) return kSuccess;
  const auto done = wait_until(client, end, [&](const msgpack::object& message) {
    const auto* change = client::notification(message, api::NotificationName::change);
    const auto report = change ? as_pin_report(*change) : Result<PinReport>(Error{});
    return report && wait->take(*report);
  });
  if (!done) return done.error();
  return *done ? kSuccess : timed_out(wait->missing());
}

Result<int> wait_for_edge(client::RpcClient& client, const WaitOptions& options, Time end) {
  const auto pins = find_pins(client, options.pins);
  if (!pins) return pins.error();
  const auto snapshot = client.call(api::MethodName::watch, *pins);
  if (!snapshot) return snapshot.error();
  const auto reports = as_pin_reports(snapshot->get());
  if (!reports) return reports.error();
  std::map<std::string, std::string> states;
  for (const PinReport& report : *reports) states[report.pin] = report.state;
  const auto done = wait_until(client, end, [&](const msgpack::object& message) {
    const auto* change = client::notification(message, api::NotificationName::change);
    const auto report = change ? as_pin_report(*change) : Result<PinReport>(Error{});
    if (!report || states[report->pin] == report->state) return false;
    states[report->pin] = report->state;
    const auto event = event_of(report->state);
    const bool edge = event == PinEvent::rising || event == PinEvent::falling;
    return edge && (options.edge == "both" || options.edge == event_name(event));
  });
  if (!done) return done.error();
  if (*done) return kSuccess;
  return timed_out(fmt::format("no {}edge of {}", options.edge == "both" ? "" : options.edge + " ",
                               fmt::join(*pins, ", ")));
}

bool is_chip_of(const msgpack::object& part, const std::string& machine) {
  const msgpack::object* shows = api::find_key(part, "shows");
  return shows && api::find_key(*shows, kConnected) &&
         (machine.empty() || text_at(*shows, "machine") == machine);
}

/// Whether the guest's driver is there, or the guest where no driver is noticed.
bool is_bound(const msgpack::object& part) {
  const msgpack::object* shows = api::find_key(part, "shows");
  if (shows == nullptr) return false;
  const msgpack::object* driver = api::find_key(*shows, kDriver);
  const msgpack::object* sign = driver ? driver : api::find_key(*shows, kConnected);
  return sign && *sign == msgpack::object(1);
}

/// Waits until the guest's driver has all chips of the machine.
Result<int> wait_for_guest(client::RpcClient& client, const WaitOptions& options, Time end) {
  const auto watched = client.call(api::MethodName::watch, std::vector<std::string>());
  if (!watched) return watched.error();
  const auto list = client.call(api::MethodName::list, std::vector<std::string>());
  if (!list) return list.error();
  std::map<std::string, bool> chips;
  const auto take = [&](const msgpack::object& part) {
    if (is_chip_of(part, options.machine)) chips[text_at(part, "part")] = is_bound(part);
  };
  for_each_at(list->get(), "parts", take);
  if (chips.empty()) {
    return make_error(
        ErrorCode::not_found, "the board has no chip of a {}",
        options.machine.empty() ? "guest" : fmt::format("machine \"{}\"", options.machine));
  }
  const auto complete = [&] {
    return std::ranges::all_of(chips, [](const auto& chip) { return chip.second; });
  };
  if (complete()) return kSuccess;
  const auto done = wait_until(client, end, [&](const msgpack::object& message) {
    const auto* part = client::notification(message, api::NotificationName::part);
    if (part) take(*part);
    return part && complete();
  });
  if (!done) return done.error();
  return *done ? kSuccess : timed_out("no guest driver has bound the chip");
}

Result<void> check(const WaitOptions& options) {
  if (options.guest && (!options.pins.empty() || !options.edge.empty())) {
    return make_error(ErrorCode::invalid,
                      "--guest cannot be combined with pins; wait for the pins afterwards");
  }
  if (!options.guest && options.pins.empty()) {
    return make_error(ErrorCode::invalid,
                      "nothing to wait for; write PIN=STATE, PIN with --edge, or --guest");
  }
  return {};
}

Result<int> wait(const WaitOptions& options) {
  if (const auto checked = check(options); !checked) return checked.error();
  const Time end = deadline_after(options.timeout);
  const auto socket = app::socket_path(options.socket);
  // A script that has just started "pinbridge run" is faster than the bench.
  if (options.guest && !client::RpcClient::wait_for_bench(socket, time_until(end))) {
    return timed_out(fmt::format("no bench serves on {}", socket.string()));
  }
  const auto client = client::RpcClient::connect(socket);
  if (!client) return client.error();
  if (options.guest) return wait_for_guest(**client, options, end);
  return options.edge.empty() ? wait_for_states(**client, options, end)
                              : wait_for_edge(**client, options, end);
}

}  // namespace

void add_wait_command(Program& program) {
  auto& command = program.add(group::kPins, "wait", "Wait for states, an edge or a guest");
  auto options = std::make_shared<WaitOptions>();
  command
      .add_option("pins", options->pins,
                  "states that all pins must have at once (0, 1, z, x); with --edge pins only")
      ->type_name("PIN[=STATE]");
  command
      .add_option("--edge", options->edge,
                  "wait for an edge of any of the pins: rising, falling or both")
      ->check(one_of({"rising", "falling", "both"}))
      ->type_name("EDGE");
  command.add_flag("--guest", options->guest,
                   "wait until the bench has started and a guest's driver has bound its chips");
  command
      .add_option("--machine", options->machine,
                  "machine that --guest waits for (default: all of the board)")
      ->type_name("NAME");
  add_duration_option(command, "--timeout", options->timeout,
                      "end with status 124 after this time (default: none)");
  command
      .details(
          "If the states already hold, it returns at once. Edges before its start are ignored.")
      .exit_status(kTimedOut,
                   "the time of --timeout is over; stderr reports which condition was not met")
      .example("pinbridge wait led0:A=1 --timeout 5s", "wait until an LED is lit")
      .example("pinbridge wait vm:24 --edge rising", "wait for a rising edge")
      .example("pinbridge wait --guest --timeout 1m", "wait until the guest has booted");
  add_socket_option(command, options->socket);
  command.does([options] { return wait(*options); });
}

}  // namespace pinbridge::cli
