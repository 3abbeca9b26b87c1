#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace pinbridge::perf {

/// How long each of a number of round trips took.
using Times = std::vector<Duration>;

/// Two threads that wake each other by eventfds, as a link and a guest's CPU do, and do nothing
/// else.
Times eventfd_pingpong(int rounds);

/// A client that watches a pin while a guest toggles it: from the first to the last of `edges`
/// level changes. Ends the program if one is missing.
Duration watch_toggles(const std::string& socket, const std::string& pin, int edges);

/// A client that drives `in`, and waits until a guest has copied that to `out`.
Times round_trips(const std::string& socket, const std::string& in, const std::string& out,
                  int rounds);

/// How long each step took from a diagram's text to a bench.
struct OpeningTimes {
  std::size_t parts = 0;
  std::size_t wires = 0;
  Duration read{};
  Duration assemble{};
  Duration check{};
  Duration bench{};
};

/// Opens a diagram of at least that many parts, with nothing wrong.
OpeningTimes open_board(int parts);

}  // namespace pinbridge::perf
