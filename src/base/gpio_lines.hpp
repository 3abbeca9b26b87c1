#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"
#include "base/time.hpp"

namespace pinbridge {

/// The lines of one gpiochip as a link sees them. The link reports the guest's outputs with drive()
/// and release(), and receives the board's levels with read() and the listener.
///
/// A link holds a reference and never owns the lines, which outlive it.
class GpioLines {
 public:
  /// Called for each level change that the guest can see at a line, in order, with its new level;
  /// and when a line for which no random level is generated starts or stops floating.
  using Listener = std::function<void(LineOffset, bool level)>;

  GpioLines() = default;
  GpioLines(const GpioLines&) = delete;
  GpioLines& operator=(const GpioLines&) = delete;
  virtual ~GpioLines() = default;

  virtual std::uint16_t count() const = 0;

  /// One name per line; empty if it has none.
  virtual std::vector<std::string> names() const = 0;

  /// The line is an output at `level`.
  virtual void drive(LineOffset line, bool level) = 0;

  /// The line drives nothing: an input, or not in use.
  virtual void release(LineOffset line) = 0;

  /// The line drives nothing, and the guest has it pulled: high if `up`.
  virtual void pull(LineOffset line, bool up) = 0;

  /// Whether anything drives the line, or is wired to it and could drive it. A link ignores other
  /// lines.
  virtual bool is_wired(LineOffset line) const = 0;

  /// Whether the line floats or is in conflict, and no random level is generated for it: a
  /// controller whose inputs are set then keeps its own level.
  virtual bool floats(LineOffset line) const = 0;

  /// What the guest reads at the line now. A floating or conflicting line reads random; the
  /// listener is called if that differs from the last level.
  virtual bool read(LineOffset line) = 0;

  /// The level of the listener's last call, or of the call that it would have received: read()
  /// without a new random level, to compare levels.
  virtual bool last_level(LineOffset line) const = 0;

  /// Replaces the listener; an empty one removes it.
  virtual void listen(Listener listener) = 0;

  /// An edge at the line did not cause a separate interrupt, because the guest had not yet handled
  /// the previous one. For links that can detect this.
  virtual void edge_merged(LineOffset /*line*/) {}

  /// Whether each level change is held until the guest has taken the previous one.
  virtual bool is_paced() const { return false; }

  /// The guest has not taken the line's last level change yet, and taken() follows: called within
  /// the listener. Without effect where nothing is paced.
  ///
  /// `at_most` is for links that do not know whether the guest will ever take it: after so long the
  /// next level change counts as merged and is presented. None: there is no such limit.
  virtual void hold(LineOffset /*line*/, std::optional<Duration> /*at_most*/) {}

  /// The guest has taken it, or will never do so. Without effect if it was not held; otherwise the
  /// listener may be called with the next level before this returns.
  virtual void taken(LineOffset /*line*/) {}

  /// The guest is taking it: taken() follows, and is assumed after `at_most`.
  virtual void taken_within(LineOffset /*line*/, Duration /*at_most*/) {}

  /// Whether a guest drives these lines now, and how: shown to clients.
  virtual void set_connected(bool connected, std::string detail) = 0;

  /// The guest's driver has been seen, or there is no way to see it. For links that are connected
  /// before; after set_connected(false) it is to be seen again.
  virtual void set_driver_seen() {}
};

}  // namespace pinbridge
