#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/strong_id.hpp"

namespace pinbridge {

/// The lines of one gpiochip as a link sees them: what the guest does goes in by drive() and
/// release(), what happens on the board comes out by read() and the listener.
///
/// A link holds a reference and never owns it; it outlives the link.
class GpioLines {
 public:
  /// Called for each level change that the guest can see at a line, in order, with its new level;
  /// and when a line begins or ceases to float for which none is made up.
  using Listener = std::function<void(LineOffset, bool level)>;

  GpioLines() = default;
  GpioLines(const GpioLines&) = delete;
  GpioLines& operator=(const GpioLines&) = delete;
  virtual ~GpioLines() = default;

  virtual std::uint16_t count() const = 0;

  /// One name a line; empty where it has none.
  virtual std::vector<std::string> names() const = 0;

  /// The line is an output at `level`.
  virtual void drive(LineOffset line, bool level) = 0;

  /// The line drives nothing: an input, or not in use.
  virtual void release(LineOffset line) = 0;

  /// The line drives nothing, and the guest has it pulled: high if `up`.
  virtual void pull(LineOffset line, bool up) = 0;

  /// Whether anything gives the line a level, or is wired to it and could: a line of which this is
  /// not so is nobody's business.
  virtual bool is_wired(LineOffset line) const = 0;

  /// Whether nothing gives the line a level, or not one alone, and none is made up for it: a
  /// controller that is told levels is not told any.
  virtual bool floats(LineOffset line) const = 0;

  /// What the guest reads at the line now. A floating or conflicting line reads random, and the
  /// listener is told if that is another level than the last.
  virtual bool read(LineOffset line) = 0;

  /// The level that the listener was last told (or would have been): read() without a new throw of
  /// the dice, for what compares levels.
  virtual bool last_level(LineOffset line) const = 0;

  /// Replaces the listener; an empty one ends it.
  virtual void listen(Listener listener) = 0;

  /// Whether a guest drives these lines now, and how: told to clients.
  virtual void set_connected(bool connected, std::string detail) = 0;
};

}  // namespace pinbridge
