#include "api/outbox.hpp"

#include <utility>

#include "base/check.hpp"

namespace pinbridge::api {
namespace {

/// A longer buffer is freed when it is empty, because thousands of clients may each have one.
constexpr std::size_t kKeptCapacity = 1024;

void empty(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptCapacity) buffer.shrink_to_fit();
}

}  // namespace

Outbox::Outbox(MemoryBudget& budget, std::function<void()> wake, std::string farewell,
               std::size_t bound)
    : budget_(&budget), wake_(std::move(wake)), farewell_(std::move(farewell)), bound_(bound) {
  budget.add(*this);
}

Outbox::~Outbox() {
  leave_budget();
}

void Outbox::leave_budget() {
  if (budget_) std::exchange(budget_, nullptr)->remove(*this);
}

void Outbox::append(std::string_view message) {
  if (!accepts()) return;
  const bool was_idle = nothing_to_send();
  put(message);
  if (was_idle && reserved_.empty() && !evicted_) wake_();
}

/// Whether another message is accepted. Only earlier queued messages count, not that one: a long
/// response does not indicate a slow reader.
bool Outbox::accepts() {
  if (ended_) return false;
  if (queued() < bound_) return true;
  lagged_ = true;
  ended_ = true;
  put(farewell_);
  if (!evicted_) wake_();
  return false;
}

void Outbox::put(std::string_view message) {
  tail() += message;
  if (!reserved_.empty()) reserved_bytes_ += message.size();
  charge();
}

Outbox::Place Outbox::reserve() {
  const bool accepted = accepts();
  reserved_.push_back({.refused = !accepted, .filled = false, .bytes = {}});
  return first_reserved_ + reserved_.size() - 1;
}

void Outbox::fill(Place place, std::string_view message) {
  if (evicted_) return;
  PB_CHECK(place >= first_reserved_ && place - first_reserved_ < reserved_.size());
  Reserved& reserved = reserved_[static_cast<std::size_t>(place - first_reserved_)];
  PB_CHECK(!reserved.filled);
  reserved.filled = true;
  if (reserved.refused) message = {};
  reserved.bytes.insert(0, message);
  reserved_bytes_ += message.size();
  const bool was_idle = nothing_to_send();
  while (!reserved_.empty() && reserved_.front().filled) {
    reserved_bytes_ -= reserved_.front().bytes.size();
    if (pending_.empty()) {
      pending_ = std::move(reserved_.front().bytes);
    } else {
      pending_ += reserved_.front().bytes;
    }
    reserved_.pop_front();
    ++first_reserved_;
  }
  charge();
  if (evicted_) return;
  // What ended meanwhile may be complete only now.
  if ((was_idle && !pending_.empty()) || (ended_ && idle())) wake_();
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
  empty(sending_);
  charge();
}

void Outbox::hold_input(std::size_t bytes) {
  if (input_ == bytes) return;
  input_ = bytes;
  charge();
}

void Outbox::evict() {
  empty(pending_);
  reserved_.clear();
  reserved_bytes_ = 0;
  evicted_ = true;
  ended_ = true;
  wake_();
}

void Outbox::charge() {
  if (budget_ && !evicted_) {
    budget_->charge(*this, queued() + input_);
  }
}

}  // namespace pinbridge::api
