#include "api/outbox.hpp"

#include <utility>

namespace pinbridge {

void Outbox::append(std::string_view message) {
  if (ended_) return;
  const bool was_idle = pending_.empty() && sending_.empty();
  // What waits already decides, not this message: a long answer is no sign of a slow reader.
  if (pending_.size() + sending_.size() >= bound_) {
    pending_ += farewell_;
    lagged_ = true;
    ended_ = true;
  } else {
    pending_ += message;
  }
  if (was_idle || lagged_) wake_();
}

void Outbox::end() {
  if (std::exchange(ended_, true)) return;
  wake_();
}

std::string_view Outbox::begin_send() {
  if (sending_.empty()) sending_.swap(pending_);
  return sending_;
}

void Outbox::sent() {
  sending_.clear();
}

}  // namespace pinbridge
