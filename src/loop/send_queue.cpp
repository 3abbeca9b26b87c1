#include "loop/send_queue.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

#include "loop/barrier.hpp"

namespace pinbridge {
namespace {

void let_send(Sender& sender) {
  guarded("messages to a client", [&] { sender.send(); });
}

}  // namespace

void SendQueue::send_soon() {
  boost::asio::post(io_, [this] { send(); });
}

void SendQueue::send() {
  send_first();
  if (!waits_for_round() || !sending_.empty()) return;
  if (next_round_ != Time::min()) {
    const Time now = clock_();
    last_turn_ = now;
    if (now < next_round_) return wait(now);
  }
  begin_round();
}

void SendQueue::send_first() {
  const auto senders = std::exchange(first_, {});
  for (const auto& sender : senders) let_send(*sender);
}

void SendQueue::begin_round() {
  if (std::exchange(news_, false)) gather_();
  sending_.swap(waiting_);
  sent_ = 0;
  took_ = {};
  send_part();
}

void SendQueue::send_part() {
  const Time start = clock_();
  Duration took{};
  while (sent_ < sending_.size() && took < kPart) {
    const auto sender = std::move(sending_[sent_++]);
    let_send(*sender);
    took = clock_() - start;
  }
  took_ += took;
  if (sent_ < sending_.size()) {
    boost::asio::post(io_, [this] { send_part(); });
    return;
  }
  sending_.clear();
  next_round_ = took_ < kLongRound
                    ? Time::min()
                    : start + took + std::min<Duration>(took_ * (kShare - 1), kLongestDelay);
  if (waits_for_round()) wait(clock_());
}

void SendQueue::wait(Time now) {
  if (std::exchange(timer_runs_, true)) return;
  timer_.expires_at(std::min(next_round_, now + kQuiet));
  timer_.async_wait([this](boost::system::error_code cancelled) {
    timer_runs_ = false;
    if (!cancelled) wait_is_over();
  });
}

void SendQueue::wait_is_over() {
  if (!waits_for_round() || !sending_.empty()) return;
  const Time now = clock_();
  if (now < next_round_ && now - last_turn_ < kQuiet) return wait(now);
  begin_round();
}

}  // namespace pinbridge
