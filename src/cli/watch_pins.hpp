#pragma once

#include <string>
#include <vector>

#include "cli/client_command.hpp"

namespace pinbridge::cli {

/// How long a client watches.
struct WatchLimits {
  Duration length = Duration::max();  ///< from the snapshot on, by the bench's clock
  int interrupt_fd = -1;              ///< readable: end now
  /// How soon idle() is called after a report.
  Duration flush_after = Duration::max();
};

/// Receives the changes of watched pins.
class PinWatcher {
 public:
  PinWatcher() = default;
  PinWatcher(const PinWatcher&) = delete;
  PinWatcher& operator=(const PinWatcher&) = delete;
  virtual ~PinWatcher() = default;

  /// The current state of all pins; called once, before the other functions.
  virtual Result<void> begin(const std::vector<PinReport>& pins) = 0;
  virtual void change(const PinReport& pin) = 0;
  /// No change has come for `flush_after` since the last, or an error ends the watch.
  virtual Result<void> idle() { return {}; }
  /// All until `end` was reported.
  virtual Result<void> finish(Time end) = 0;
};

/// Watches pins until the limit: each change before the end is reported, those included that arrive
/// after it. Fails as the connection fails, after what was before it is reported.
Result<void> watch_pins(client::RpcClient& client, const std::vector<std::string>& pins,
                        const WatchLimits& limits, PinWatcher& watcher);

}  // namespace pinbridge::cli
