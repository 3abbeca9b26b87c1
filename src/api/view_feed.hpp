#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "api/frame_sink.hpp"
#include "api/frame_timer.hpp"
#include "api/level_counts.hpp"
#include "api/marked_set.hpp"
#include "api/message.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge {

/// What a page needs to draw a bench: a whole View first, and then, frame by frame, what is not as
/// it was. However fast a pin changes, a frame holds it once, with how often it changed and for how
/// long it was high; so a page that is slow costs no more than one that is not there.
class ViewFeed : public BenchListener {
 public:
  explicit ViewFeed(Commands& commands);
  ~ViewFeed() override;

  /// Packs a View; `sink` is told of what changes after it, until it is removed. Adding one again
  /// makes it begin anew.
  void add(FrameSink& sink);
  void remove(FrameSink& sink);
  void pack_view(Packer& packer) const;
  /// Tells now what waits for its frame.
  void finish() { timer_.finish(); }

  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void hand_changed(PinId pin, Time time) override;
  void bounce_changed(Time time) override;
  void conflict_began(const Conflict& conflict) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  /// What is to be told.
  struct News {
    MarkedSet pins;
    MarkedSet parts;
    MarkedSet conflicts;
    MarkedSet oscillations;
    bool bounce = false;
    bool view = false;  ///< the board is another: the rest is in the new View

    void add(const News& other);
    void clear();
    bool empty() const;
  };
  struct Viewer {
    FrameSink* sink;
    News missed;  ///< while it was not ready
  };

  void begin();
  void end();
  void frame();
  void pack_levels(Packer& packer, const News& news) const;
  std::string pack(const News& news) const;

  Commands& commands_;
  Bench& bench_;
  FrameTimer timer_;
  std::unique_ptr<LevelCounts> counts_;  ///< while somebody looks
  std::vector<Viewer> viewers_;
  News news_;  ///< since the last frame
};

}  // namespace pinbridge
