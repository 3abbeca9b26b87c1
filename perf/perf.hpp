#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/unique_fd.hpp"

namespace pinbridge::perf {

/// The durations of a number of round trips.
using Times = std::vector<Duration>;

/// Connects to the Unix socket at `path`, without the client's code. Ends the program if nothing
/// listens.
UniqueFd connect_to(const std::string& path);

/// Two threads that wake each other by eventfds, as a link and a guest's CPU do, and do nothing
/// else.
Times eventfd_pingpong(int rounds);

/// A client that watches a pin while a guest toggles it: from the first to the last of `edges`
/// level changes. Ends the program if one is missing.
Duration watch_toggles(const std::string& socket, const std::string& pin, int edges);

/// A client that drives `in`, and waits until a guest has copied that to `out`.
Times round_trips(const std::string& socket, const std::string& in, const std::string& out,
                  int rounds);

/// The number of level changes that the watchers of a pin received: those of the one with the
/// fewest, and with the most.
struct WatchedChanges {
  std::size_t fewest = 0;
  std::size_t most = 0;
};

/// `count` clients, at least one, that watch a pin and only count. Prints "watching" once all do,
/// and continues until there is standard input or its end.
WatchedChanges watch_until_asked(const std::string& socket, const std::string& pin, int count);

/// A part of the board whose program copies one of its pins to another.
struct OwnPart {
  std::string id;
  std::string in;
  std::string out;
};

/// The same with a part that a thread of this program embodies in place of a guest.
Times own_part_round_trips(const std::string& socket, const OwnPart& part, int rounds);

/// The lines of a PL061 that a guest copies from and to.
struct BareLines {
  int in = 0;
  int out = 0;
};

/// The same as round_trips() without a bench: system calls on QEMU's qtest socket and on the FIFO
/// of its trace (pl061_update). The floor of the native path.
Times bare_native(const std::string& qtest, const std::string& fifo, const BareLines& lines,
                  int rounds);

/// The size of a diagram: at least that many parts, and lines of guests that nothing is wired to.
struct DiagramSize {
  int parts = 0;
  int free_lines = 0;
};

/// The diagram, with LEDs and buttons on lines of guests, without problems.
std::string diagram(DiagramSize size);

/// The duration of each step from a diagram's text to a bench.
struct OpeningTimes {
  std::size_t parts = 0;
  std::size_t pins = 0;
  std::size_t wires = 0;
  std::size_t bytes = 0;  ///< that the bench takes
  Duration read{};
  Duration assemble{};
  Duration check{};
  Duration bench{};
};

/// Of the diagram in this file.
OpeningTimes open_board(const std::filesystem::path& file);

}  // namespace pinbridge::perf
