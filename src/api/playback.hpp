#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "api/commands.hpp"

namespace pinbridge::api {

/// Drives pins by hand according to a waveform. The bench's timers keep the times to the
/// nanosecond. At the end, and when it is destroyed, the pins are released.
class Playback {
 public:
  /// For all pins together.
  static constexpr std::size_t kMostChanges = 1'000'000;
  /// Pins that change at one time change in one turn: so many take some milliseconds.
  static constexpr std::size_t kMostPins = 4096;
  /// Minimum length of a repeated waveform.
  static constexpr Duration kShortestRepeated = std::chrono::microseconds(1);

  struct Change {
    Duration time;  ///< from the start
    Drive drive;
  };

  /// `on_end` is called once, at the end of the waveform; it must not destroy the playback.
  /// `commands` outlive it.
  Playback(Commands& commands, std::function<void(Time)> on_end);
  Playback(const Playback&) = delete;
  Playback& operator=(const Playback&) = delete;
  ~Playback();

  /// Appends changes of a pin, in the order of time. Of several at one time, the last replaces the
  /// others. Fails, and appends none, if the pin does not exist, a time is before one that was
  /// loaded, there are too many changes or pins, or the waveform is playing.
  Result<void> load(const std::string& pin, const std::vector<Change>& changes);

  /// How many changes are loaded.
  std::size_t size() const { return size_; }

  /// Starts at the current time of the bench. The waveform lasts `length` and is played `times`
  /// times; 0 repeats it until the playback is destroyed. Takes no longer for more changes.
  Result<void> play(Duration length, std::uint64_t times);

 private:
  struct Track {
    std::string pin;
    std::vector<Change> changes;  ///< in the order of time, each at another time
    std::size_t next = 0;         ///< of the present round

    Duration last() const { return changes.empty() ? Duration{} : changes.back().time; }
  };
  /// When a track changes next.
  struct Due {
    Duration time;
    std::uint32_t track;  ///< index into tracks_

    // NOLINTNEXTLINE(modernize-use-nullptr): a 0 of the compiler's own
    friend auto operator<=>(const Due&, const Due&) = default;
  };

  void begin_round(Time start);
  void arm();
  void work();
  void end();
  void drive(const std::string& pin, Drive drive);
  void release();

  Commands& commands_;
  std::function<void(Time)> on_end_;
  std::vector<Track> tracks_;
  std::size_t size_ = 0;
  std::vector<Due> due_;  ///< of each track with changes left in this round: a heap, earliest first
  Duration length_{};
  std::uint64_t rounds_left_ = 0;  ///< with the present one
  bool endless_ = false;
  bool playing_ = false;
  Time round_start_{};
  TimerId timer_;
};

}  // namespace pinbridge::api
