#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/commands.hpp"
#include "api/frame_sink.hpp"
#include "api/frame_timer.hpp"
#include "api/level_counts.hpp"
#include "api/marked_set.hpp"
#include "api/message.hpp"
#include "api/pieces.hpp"
#include "api/slice_timer.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge::api {

/// The data that a page needs to draw a bench: first a complete View, then the changes, frame by
/// frame. However fast a pin changes, a frame contains it once, with the number of changes and the
/// time at high. A slow page therefore costs no more than none.
class ViewFeed : public BenchListener {
 public:
  explicit ViewFeed(Commands& commands);
  ~ViewFeed() override;

  /// `sink` waits for a View: see pack_view(). It receives later changes until it is removed.
  /// Adding one again restarts it.
  void add(FrameSink& sink);
  void remove(FrameSink& sink);
  /// Packs up to `most` pieces of the present View, for all sinks that wait for it. Returns it once
  /// it is complete, else nullptr. A complete one is returned for kViewAge: a hundred pages that
  /// open a large board at once cost one. If the board changes meanwhile, a new one is begun.
  std::shared_ptr<const std::string> pack_view(std::size_t most);
  static constexpr Duration kViewAge = std::chrono::milliseconds(200);
  /// The View that pack_view() has just returned is sent to `sink`: what changed since it was begun
  /// follows with the next frame.
  void sent_view(FrameSink& sink);
  /// Sends at once what is queued for the next frame.
  void finish();

  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void hand_changed(PinId pin, Time time) override;
  void bounce_changed(Time time) override;
  void conflict_began(const Conflict& conflict) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  /// The data to send.
  struct News {
    MarkedSet pins;
    MarkedSet parts;
    MarkedSet conflicts;
    MarkedSet oscillations;
    bool bounce = false;

    void add(const News& other);
    void clear();
    bool empty() const;
  };
  enum class ViewState : std::uint8_t {
    requested,  ///< it waits for a View as a response
    outdated,   ///< the board has changed: it waits for a View as a notification
    sent,
  };
  struct Viewer {
    FrameSink* sink;
    News missed;  ///< while it was not ready, or waited for its View
    ViewState view = ViewState::requested;
  };
  /// A View that is being packed, or was packed lately.
  struct View {
    Pieces pieces;
    std::unique_ptr<msgpack::sbuffer> buffer;   ///< until it is complete
    std::shared_ptr<const std::string> packed;  ///< once it is complete
    Time packed_at;
    News since;  ///< what changed since it was begun
  };

  void begin();
  void end();
  void frame();
  void pack_levels(Packer& packer, const News& news) const;
  std::string pack(const News& news) const;
  bool is_outdated() const;
  void send_views();

  Commands& commands_;
  Bench& bench_;
  FrameTimer timer_;
  std::unique_ptr<LevelCounts> counts_;  ///< while there is a viewer
  std::vector<Viewer> viewers_;
  News news_;  ///< since the last frame
  std::unique_ptr<View> view_;
  SliceTimer slices_;  ///< packs a View for viewers that are outdated
};

}  // namespace pinbridge::api
