#pragma once

#include <string_view>
#include <vector>

#include "api/commands.hpp"
#include "bench/bench_listener.hpp"

namespace pinbridge {

class ClientSession;

/// All clients of a bench: packs what the change feed tells once, and gives it to those who watch.
class Hub : public BenchListener {
 public:
  explicit Hub(Commands& commands);
  ~Hub() override;

  Commands& commands() { return commands_; }

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
  std::vector<ClientSession*> sessions_;
};

}  // namespace pinbridge
