#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "bench/bench.hpp"

namespace pinbridge::api {

/// The pins and parts that one client watches, through the bench's change feed, during the lifetime
/// of this object.
class WatchSet {
 public:
  /// `bench` outlives it. `before_change` is called before other pins or parts are watched than so
  /// far.
  WatchSet(Bench& bench, std::function<void()> before_change);
  WatchSet(const WatchSet&) = delete;
  WatchSet& operator=(const WatchSet&) = delete;
  ~WatchSet();

  bool contains(PinId pin) const { return pins_[pin.value()]; }
  bool has_parts() const { return has_parts_; }
  bool has_actions() const { return has_actions_; }
  /// True if the client watches something, or did: it then receives new boards.
  bool was_used() const { return was_used_; }

  void watch(std::span<const PinId> pins);
  void unwatch(std::span<const PinId> pins);
  /// Parts, and all pins of future boards.
  void set_parts(bool watched);
  void watch_actions() { has_actions_ = true; }

  /// The pins have changed: see BenchListener.
  void rewired(std::span<const std::optional<PinId>> moved);

 private:
  void set(PinId pin, bool watched);

  Bench& bench_;
  std::function<void()> before_change_;
  std::vector<bool> pins_;  ///< by PinId
  bool has_parts_ = false;
  bool has_actions_ = false;
  bool was_used_ = false;
};

}  // namespace pinbridge::api
