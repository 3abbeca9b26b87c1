#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "api/capture.hpp"
#include "api/commands.hpp"
#include "api/memory_budget.hpp"
#include "api/news.hpp"
#include "api/outbox.hpp"
#include "api/pieces.hpp"
#include "api/playback.hpp"
#include "api/protocol.hpp"
#include "api/slice_timer.hpp"
#include "api/subscriber.hpp"
#include "api/view_feed.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge::api {

/// All clients of a bench: packs each notification of the change feed once, for all that watch.
///
/// Changes of pins and parts are News, which clients read when they send.
class Hub : public BenchListener, public ActionListener {
 public:
  /// `on_news` is called when there is news: pass_on_news() is to be called then, after the turn.
  Hub(Commands& commands, std::function<void()> on_news);
  ~Hub() override;

  /// Maximum number at a time: each keeps several megabytes of edges.
  static constexpr std::size_t kMostCaptures = 8;

  Commands& commands() { return commands_; }
  ViewFeed& view_feed() { return view_feed_; }
  /// Of all clients together.
  MemoryBudget& memory() { return memory_; }
  const News& news() const { return news_; }

  /// Wakes the clients that news is for.
  void pass_on_news();
  /// The client has asked for something, in a turn that is over: news that comes within kAwaited is
  /// probably the effect, and does not wait for other clients.
  void await_news(Subscriber& client);
  static constexpr Duration kAwaited = std::chrono::milliseconds(100);

  /// `sink` outlives the capture, which is given back by end_capture().
  Result<std::unique_ptr<Capture>> begin_capture(FrameSink& sink, const std::vector<PinId>& pins);
  void end_capture(std::unique_ptr<Capture> capture);
  /// nullptr if it is not running.
  const Capture* find_capture(std::uint32_t id) const;

  /// Each keeps several megabytes of a waveform.
  static constexpr std::size_t kMostPlaybacks = 8;
  /// `on_end` is called once, at the end of the waveform. It is given back by end_playback().
  Result<std::unique_ptr<Playback>> begin_playback(std::function<void(Time)> on_end);
  void end_playback(std::unique_ptr<Playback> playback);

  /// The bench ends: sends what is queued for the next frame, also to slow clients.
  void finish();
  bool ending() const { return ending_; }

  /// Not owned; a client is added when it is created and removed when it is destroyed.
  void join(Subscriber& client) { clients_.push_back(&client); }
  void leave(Subscriber& client);

  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void conflict_began(const Conflict& conflict) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;
  void acted(const Action& action, Time time) override;

 private:
  /// The list of a new board, which is being packed.
  struct Listing {
    Pieces pieces;
    msgpack::sbuffer message;
    std::vector<std::pair<Subscriber*, Outbox::Place>> places;  ///< where it is to be sent
  };

  struct Awaiting {
    Subscriber* client;
    Time since;
  };

  void note_news();
  void wake_awaiting(PinId pin);
  void let_all_catch_up();
  bool go_on_listing(std::size_t most);
  void drop_listing();
  void notify_of_pins(NotificationName name, const std::vector<PinId>& pins, Time time);

  MemoryBudget memory_;
  Commands& commands_;
  ViewFeed view_feed_;
  std::function<void()> on_news_;
  std::vector<Subscriber*> clients_;
  News news_;
  msgpack::sbuffer packed_;         ///< the latest of them
  News::Number passed_on_ = 0;      ///< the end of what clients were last woken for
  bool news_noted_ = false;         ///< since they were
  std::vector<Awaiting> awaiting_;  ///< in the order of time
  std::unique_ptr<Listing> listing_;
  SliceTimer slices_;  ///< packs it
  std::map<std::uint32_t, Capture*> captures_;
  std::uint32_t last_capture_ = 0;
  std::size_t playbacks_ = 0;
  bool ending_ = false;
};

}  // namespace pinbridge::api
