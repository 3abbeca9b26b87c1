#pragma once

#include <cstddef>
#include <vector>

namespace pinbridge::api {

/// The total memory of all clients. Each client is limited, but there can be thousands. While the
/// total exceeds the budget, the client that holds the most memory is evicted.
class MemoryBudget {
 public:
  /// The memory of a client: its queued and its incomplete messages.
  class Holder {
   public:
    Holder() = default;
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    virtual ~Holder() = default;

    /// Gives its memory back. Called from within the charge() of any holder; it must not charge.
    virtual void evict() = 0;

   private:
    friend class MemoryBudget;
    std::size_t held_ = 0;  ///< bytes
  };

  static constexpr std::size_t kDefault = 128U << 20U;

  explicit MemoryBudget(std::size_t most = kDefault) : most_(most) {}

  /// Not owned; remove it before it is destroyed.
  void add(Holder& holder) { holders_.push_back(&holder); }
  void remove(Holder& holder);

  /// `holder` now holds this many bytes. Evicts the largest holders while the total is too large.
  void charge(Holder& holder, std::size_t bytes);

  std::size_t used() const { return used_; }

 private:
  std::size_t most_;
  std::size_t used_ = 0;
  std::vector<Holder*> holders_;
};

}  // namespace pinbridge::api
