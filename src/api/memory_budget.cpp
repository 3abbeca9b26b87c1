#include "api/memory_budget.hpp"

#include <algorithm>

namespace pinbridge::api {

void MemoryBudget::remove(Holder& holder) {
  used_ -= holder.held_;
  holder.held_ = 0;
  std::erase(holders_, &holder);
}

void MemoryBudget::charge(Holder& holder, std::size_t bytes) {
  used_ = used_ - holder.held_ + bytes;
  holder.held_ = bytes;
  while (used_ > most_) {
    Holder& most =
        **std::ranges::max_element(holders_, {}, [](const Holder* each) { return each->held_; });
    used_ -= most.held_;
    most.held_ = 0;
    most.evict();
  }
}

}  // namespace pinbridge::api
