#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "api/frame_sink.hpp"
#include "api/frame_timer.hpp"
#include "bench/bench.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge {

/// An edge of one of a capture's pins.
struct CapturedEdge {
  Time time;
  std::uint16_t channel = 0;
  Level level = Level::highz;
  Direction direction = Direction::in;
};

/// Part of what a capture has kept.
struct CaptureExcerpt {
  struct Channel {
    std::string part;
    std::string pin;
    Level level = Level::highz;  ///< at `from`
  };
  std::vector<Channel> channels;
  std::vector<CapturedEdge> edges;  ///< from `from` to `until`
  Time from;
  Time until;
  std::uint64_t dropped = 0;  ///< edges that came before all that is kept
};

/// Keeps each edge of some pins and tells one client of them, frame by frame.
///
/// A client that reads too slowly misses edges, and is told how many; what is kept misses none of
/// the last kMostKept.
class Capture : public BenchListener {
 public:
  static constexpr std::size_t kMostPins = 64;
  static constexpr std::size_t kMostKept = 4'000'000;
  /// So many edges may wait for the client.
  static constexpr std::size_t kMostWaiting = 250'000;

  /// `bench` and `sink` outlive it. `pins`: 1 to kMostPins.
  Capture(Bench& bench, FrameSink& sink, const std::vector<PinId>& pins, std::uint32_t id,
          std::size_t most_kept = kMostKept);
  ~Capture() override;

  std::uint32_t id() const { return id_; }
  Time start() const { return start_; }
  /// What was kept of this time; the range is cut to what there is.
  CaptureExcerpt excerpt(Time from, Time until) const;

  /// Tells now what waits for its frame.
  void finish() { timer_.finish(); }

  void pin_changed(const PinChange& change) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  struct Channel {
    std::optional<PinId> pin;  ///< unset once the board has no such pin
    std::string part;
    std::string name;
    Level first = Level::highz;  ///< before the first edge that is kept
  };

  std::uint16_t channel_count() const { return static_cast<std::uint16_t>(channels_.size()); }
  void add(const CapturedEdge& edge);
  void append_record(const CapturedEdge& edge);
  void skip_waiting();
  void number_channels();
  void tell();

  Bench& bench_;
  FrameSink& sink_;
  std::uint32_t id_;
  std::size_t most_kept_;
  Time start_;
  FrameTimer timer_;
  std::vector<Channel> channels_;
  std::vector<std::vector<std::uint16_t>> channels_of_pin_;  ///< by PinId
  std::deque<CapturedEdge> kept_;
  std::uint64_t dropped_ = 0;
  std::string waiting_;  ///< packed, as the client gets them
  std::size_t edges_waiting_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace pinbridge
