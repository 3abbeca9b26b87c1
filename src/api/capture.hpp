#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/captured_edges.hpp"
#include "api/frame_sink.hpp"
#include "api/frame_timer.hpp"
#include "bench/bench.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge::api {

/// Part of what a capture has kept.
struct CaptureExcerpt {
  struct Channel {
    std::string part;
    std::string pin;
    Level level = Level::highz;  ///< at `from`
  };
  std::vector<Channel> channels;
  CapturedEdges edges;  ///< from `from` to `until`
  Time from;
  Time until;
  std::uint64_t dropped = 0;  ///< edges that came before all that is kept
};

/// Keeps each edge of some pins and sends them to one client, frame by frame.
///
/// A client that reads too slowly misses edges, and receives their number. The last kMostKept edges
/// are kept completely.
class Capture : public BenchListener {
 public:
  static constexpr std::size_t kMostPins = 64;
  static constexpr std::size_t kMostKept = 4'000'000;
  /// Maximum number of edges queued for the client.
  static constexpr std::size_t kMostWaiting = 250'000;

  /// `bench` and `sink` outlive it. `pins`: 1 to kMostPins.
  Capture(Bench& bench, FrameSink& sink, const std::vector<PinId>& pins, std::uint32_t id,
          std::size_t most_kept = kMostKept);
  ~Capture() override;

  std::uint32_t id() const { return id_; }
  Time start() const { return start_; }
  /// The kept edges of this time; the range is limited to what exists. Copies no edges.
  CaptureExcerpt excerpt(Time from, Time until) const;

  /// Sends at once what is queued for the next frame.
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
  void set_levels_before(std::size_t end, CaptureExcerpt& excerpt) const;

  Bench& bench_;
  FrameSink& sink_;
  std::uint32_t id_;
  std::size_t most_kept_;
  Time start_;
  FrameTimer timer_;
  std::vector<Channel> channels_;
  std::vector<std::vector<std::uint16_t>> channels_of_pin_;  ///< by PinId
  CapturedEdges kept_;
  std::uint64_t dropped_ = 0;
  std::string waiting_;  ///< packed, as the client gets them
  std::size_t edges_waiting_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace pinbridge::api
