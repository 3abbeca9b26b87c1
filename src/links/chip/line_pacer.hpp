#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "base/strong_id.hpp"
#include "base/time.hpp"
#include "bench/part.hpp"

namespace pinbridge::chip {

/// Presents the level changes of a chip's lines one by one, in order: each is held until the guest
/// has taken the previous one, of whichever line, and a pause is over.
class LinePacer {
 public:
  /// None: the line floats, and no level is generated for it.
  using Level = std::optional<bool>;

  /// The level changes that are held. Further ones are merged with the last one of their line, so
  /// that the newest level is kept.
  static constexpr std::size_t kMostHeld = 16'384;

  /// How long changes of other lines wait for a line: its interrupt may be masked. Its own wait for
  /// as long as hold() says.
  static constexpr Duration kMostWaited = std::chrono::milliseconds(100);

  struct Events {
    /// The line has this level for the guest now. The link may call hold() meanwhile.
    std::function<void(LineOffset, Level)> on_level;
    /// So many changes of the line were left out because kMostHeld are held.
    std::function<void(LineOffset, std::size_t)> on_merged;
    /// The guest did not take the line's last change in the time that hold() gave it, and further
    /// ones wait: the next follows.
    std::function<void(LineOffset)> on_untaken;
  };

  explicit LinePacer(Events events) : events_(std::move(events)) {}

  /// How long to wait after a change is taken, or presented where the link does not call hold().
  /// None: pacing is off, and all that is held is presented at once.
  void set_pause(std::optional<Duration> pause);
  bool on() const { return pause_.has_value(); }

  // `host` is the chip's own, which outlives this.

  /// The board's level of the line is `level` now; `shown` is the one presented last. Only while
  /// pacing is on.
  void change(const PartHost& host, LineOffset line, Level shown, Level level);

  /// Whether changes of the line are held, or its last one is not taken.
  bool is_busy(LineOffset line) const;

  /// The guest has not taken the change that is being presented: further ones of the line wait for
  /// taken(), or for `at_most`, which is longer than kMostWaited.
  void hold(const PartHost& host, LineOffset line, std::optional<Duration> at_most);
  void taken(const PartHost& host, LineOffset line);
  /// taken() follows, and is assumed after `at_most`.
  void taken_within(const PartHost& host, LineOffset line, Duration at_most);

  /// Presents at once what is held of the line: the guest takes its changes no more.
  void release(const PartHost& host, LineOffset line);
  /// The same of all lines.
  void release_all();

  /// The number of changes held, of all lines.
  std::size_t held() const { return held_; }

 private:
  struct Held {
    std::uint64_t number;  ///< in the order of all changes
    Level level;
  };
  struct Line {
    bool untaken = false;
    bool waited_for = false;  ///< by the other lines
    std::deque<Held> held;
    PartTimer most_waited;
  };

  using Lines = std::map<LineOffset, Line>;
  /// What a wait ends with.
  using End = void (LinePacer::*)(const PartHost&, LineOffset);

  void enqueue(LineOffset line, Line& state, Level shown, Level level);
  void present_held(const PartHost& host);
  std::pair<const LineOffset, Line>* next_line();
  void present_first(LineOffset line, Line& state);
  void rest(const PartHost& host);
  void wait(const PartHost& host, Lines::reference of, std::optional<Duration> at_most, End end);
  void give_up(const PartHost& host, LineOffset line);
  void wait_no_more_for(Line& state);
  void flush(LineOffset line, Line& state);

  // What each edge needs comes first.
  std::optional<Duration> pause_;
  std::size_t held_ = 0;
  Lines lines_;  ///< those that have changed since pacing is on
  Events events_;
  std::size_t waited_for_ = 0;
  std::uint64_t changes_ = 0;
  bool resting_ = false;
  PartTimer rest_;
};

}  // namespace pinbridge::chip
