#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace pinbridge::host_gpio {

/// Which way levels go between the board and a line of the host.
enum class LineDirection : std::uint8_t {
  in,   ///< the line's level drives the board
  out,  ///< the board's level drives the line
};

/// The resistor that the host's controller puts on the line.
enum class LineBias : std::uint8_t { as_is, disabled, pull_up, pull_down };

/// How an output drives its levels.
enum class LineDrive : std::uint8_t { push_pull, open_drain, open_source };

/// A line of the host, as a board names it.
struct LineChoice {
  std::string chip;  ///< "gpiochip0", the path of its device, or its label
  std::string line;  ///< its offset, or its name
  LineDirection direction = LineDirection::in;
  LineBias bias = LineBias::as_is;
  LineDrive drive = LineDrive::push_pull;

  friend bool operator==(const LineChoice&, const LineChoice&) = default;
};

/// An edge that the kernel saw.
struct HostEdge {
  Time when;             ///< the kernel's time, of CLOCK_MONOTONIC
  bool level;            ///< after the edge
  std::uint32_t number;  ///< counts the edges of the line, also those that the kernel dropped: the
                         ///< first is 1, and 0 follows the highest
};

/// A line of the host that is in use. The kernel releases it when this is destroyed, and when the
/// process ends, however it ends.
class HostLine {
 public:
  /// The kernel keeps so many edges, and drops the oldest of more.
  static constexpr std::size_t kMostEdges = 1024;

  HostLine() = default;
  HostLine(const HostLine&) = delete;
  HostLine& operator=(const HostLine&) = delete;
  virtual ~HostLine() = default;

  /// For people: "gpiochip0 3 (button)".
  virtual std::string name() const = 0;

  /// Ready to read when there are edges, or the line is gone. Not owned by the caller.
  virtual int descriptor() const = 0;

  /// The present level.
  virtual Result<bool> level() = 0;

  /// Drives an output; nullopt: drives nothing, and the line is an input until the next level.
  virtual Result<void> drive(std::optional<bool> level) = 0;

  /// Appends edges since the last call, at most kMostEdges; of an output there are none. Does not
  /// wait. Fails if the line is gone.
  virtual Result<void> read_edges(std::vector<HostEdge>& into) = 0;
};

}  // namespace pinbridge::host_gpio
