#include "cli/watch_pins.hpp"

#include <algorithm>

#include "base/time_sum.hpp"
#include "cli/deadline.hpp"

namespace pinbridge::cli {
namespace {

/// False if the message is not a change, or one after the end.
bool report(const msgpack::object& message, Time end, PinWatcher& watcher) {
  const auto* change = client::notification(message, api::NotificationName::change);
  if (!change) return false;
  const auto pin = as_pin_report(*change);
  if (!pin || pin->time >= end) return false;
  watcher.change(*pin);
  return true;
}

/// Reports what has arrived so far, and ends.
Result<void> finish(client::RpcClient& client, Time end, PinWatcher& watcher) {
  client.interrupt_on(-1);
  for (;;) {
    const auto message = client.next_notification(Duration::zero());
    if (!message || message->get().is_nil()) return watcher.finish(end);
    report(message->get(), end, watcher);
  }
}

}  // namespace

Result<void> watch_pins(client::RpcClient& client, const std::vector<std::string>& pins,
                        const WatchLimits& limits, PinWatcher& watcher) {
  client.interrupt_on(limits.interrupt_fd);
  const auto answer = client.call(api::MethodName::watch, pins);
  if (!answer) return answer.error();
  const auto reports = as_pin_reports(answer->get());
  if (!reports) return reports.error();
  if (auto begun = watcher.begin(*reports); !begun) return begun;
  const Time start = reports->front().time;
  const Time end = saturated_sum(start, limits.length);
  bool waiting = false;  // for idle()
  for (;;) {
    const Duration left = time_until(end);
    if (left == Duration::zero()) return finish(client, end, watcher);
    const auto message =
        client.next_notification(waiting ? std::min(left, limits.flush_after) : left);
    if (client.interrupted()) {
      return finish(client, std::chrono::steady_clock::now(), watcher);
    }
    const bool quiet = !message || message->get().is_nil();
    if (!quiet) waiting = report(message->get(), end, watcher) || waiting;
    if (quiet) {
      waiting = false;
      if (auto done = watcher.idle(); !done) return done;
    }
    if (!message) return message.error();
  }
}

}  // namespace pinbridge::cli
