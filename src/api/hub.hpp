#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "api/capture.hpp"
#include "api/commands.hpp"
#include "api/view_feed.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge {

class ClientSession;

/// All clients of a bench: packs what the change feed tells once, and gives it to those who watch.
class Hub : public BenchListener {
 public:
  explicit Hub(Commands& commands);
  ~Hub() override;

  /// At most so many at once: each keeps some megabytes of edges.
  static constexpr std::size_t kMostCaptures = 8;

  Commands& commands() { return commands_; }
  ViewFeed& view_feed() { return view_feed_; }

  /// `sink` outlives the capture, which is given back by end_capture().
  Result<std::unique_ptr<Capture>> begin_capture(FrameSink& sink, const std::vector<PinId>& pins);
  void end_capture(std::unique_ptr<Capture> capture);
  /// nullptr if it is not under way.
  const Capture* find_capture(std::uint32_t id) const;

  /// The bench ends: tells what waits for its frame, to those as well who would be spared one.
  void finish();
  bool ending() const { return ending_; }

  /// Not owned; a session joins when it is made and leaves when it dies.
  void join(ClientSession& session) { sessions_.push_back(&session); }
  void leave(ClientSession& session) { std::erase(sessions_, &session); }

  void pin_changed(const PinChange& change) override;
  void part_changed(PartId part, Time time) override;
  void conflict_began(const Conflict& conflict) override;
  void oscillation(const std::vector<PinId>& pins, Time time) override;
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  void notify_of_pins(std::string_view name, const std::vector<PinId>& pins, Time time);

  Commands& commands_;
  ViewFeed view_feed_;
  std::vector<ClientSession*> sessions_;
  std::map<std::uint32_t, Capture*> captures_;
  std::uint32_t last_capture_ = 0;
  bool ending_ = false;
};

}  // namespace pinbridge
