#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "api/memory_budget.hpp"

namespace pinbridge::api {

/// The bounded queue of messages to one client, in order.
///
/// A client that exceeds the limit receives a last message about it, and nothing more; all earlier
/// messages are complete. If all clients together exceed their budget, the one that holds the most
/// is evicted: its queue is dropped, and its connection must be closed.
class Outbox : public MemoryBudget::Holder {
 public:
  static constexpr std::size_t kDefaultBound = 8U << 20U;

  /// `wake` is called when there is something to send and nothing is being sent; `farewell` is the
  /// last message of a client that lags. `budget` outlives the outbox, or its leave_budget().
  Outbox(MemoryBudget& budget, std::function<void()> wake, std::string farewell,
         std::size_t bound = kDefaultBound);
  ~Outbox() override;

  /// One whole message of any length: a single message may exceed the limit. After end(), nothing
  /// is accepted.
  void append(std::string_view message);

  /// Keeps the place of a message that is not packed yet: later messages wait until fill() is
  /// called, once, also after end(). The message is accepted or not when its place is reserved, as
  /// by append().
  using Place = std::uint64_t;
  Place reserve();
  void fill(Place place, std::string_view message);

  /// No more messages follow: when all are sent, finished() is true. Wakes.
  void end();

  /// The bytes to send now, until sent() is called; empty if there are none.
  std::string_view begin_send();
  void sent();

  /// The client has an incomplete message of this many bytes, which count together with its queue.
  void hold_input(std::size_t bytes);
  void evict() override;
  /// Its memory is no longer counted: nothing is appended from now on.
  void leave_budget();

  /// Nothing is queued, no place is reserved, and nothing is being sent.
  bool idle() const { return nothing_to_send() && reserved_.empty(); }
  bool ended() const { return ended_; }
  bool lagged() const { return lagged_; }
  bool evicted() const { return evicted_; }
  bool finished() const { return ended_ && idle(); }

 private:
  /// A reserved place, and the messages behind it.
  struct Reserved {
    bool refused = false;  ///< its message is dropped
    bool filled = false;
    std::string bytes;
  };

  bool nothing_to_send() const { return pending_.empty() && sending_.empty(); }
  std::string& tail() { return reserved_.empty() ? pending_ : reserved_.back().bytes; }
  std::size_t queued() const { return pending_.size() + sending_.size() + reserved_bytes_; }
  bool accepts();
  void put(std::string_view message);
  void charge();

  MemoryBudget* budget_;  ///< nullptr once left
  std::function<void()> wake_;
  std::string farewell_;
  std::size_t bound_;
  std::string pending_;
  std::string sending_;
  std::deque<Reserved> reserved_;
  Place first_reserved_ = 0;
  std::size_t reserved_bytes_ = 0;  ///< of all of them
  std::size_t input_ = 0;
  bool ended_ = false;
  bool lagged_ = false;
  bool evicted_ = false;
};

}  // namespace pinbridge::api
