#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/bench.hpp"
#include "bench/prepared_board.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::app {

/// What each kind of link needs. All of it outlives the links.
struct LinkContext {
  EventLoop& loop;
  Bench& bench;
  std::filesystem::path socket;  ///< of the bench: the links' own sockets are named after it
  /// The program that runs a machine's guest, if known: "QEMU 10.0".
  std::function<std::string(const std::string& machine)> qemu_of;
};

/// All links of one kind: they connect the chips of a bench to their guests, and follow the board
/// when it changes. Construct link sets before the listeners that report a new board to clients, so
/// that these know the names and sockets of the chips.
class LinkSet : public BenchListener {
 public:
  explicit LinkSet(LinkContext context) : context_(std::move(context)) {
    context_.bench.changes().add(*this);
  }
  ~LinkSet() override { context_.bench.changes().remove(*this); }

  /// Starts a link for every chip of the bench that has none. Fails at the first that cannot start.
  virtual Result<void> start() = 0;

  /// Whether every guest would keep its chip unchanged if `next` replaced the board.
  virtual Result<void> allow(const PreparedBoard& next) const = 0;

  /// Ends the links of chips that are missing from `next`, or are different hardware there.
  virtual void prune(const PreparedBoard& next) = 0;

  /// Reads the pending events that guests have already sent.
  virtual void drain() {}

  /// A chip whose link cannot start stays on the board without a guest; the log has the reason.
  void rewired(std::span<const std::optional<PinId>> moved) override;

 protected:
  const LinkContext& context() const { return context_; }

 private:
  LinkContext context_;
};

/// One link set for each kind of link. A new kind of link needs one line there.
std::vector<std::unique_ptr<LinkSet>> make_link_sets(const LinkContext& context);

}  // namespace pinbridge::app
