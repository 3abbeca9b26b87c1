#include "links/message_queue/message_queue_link.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "base/time.hpp"
#include "links/message_queue/line_messages.hpp"
#include "links/message_queue/message_queue.hpp"
#include "loop/barrier.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::message_queue {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

namespace {

/// Maximum number of messages read at a time, so that others are served in between.
constexpr int kBatch = 64;
constexpr Duration kTellEvery = std::chrono::seconds(10);

/// Whether the work succeeded. A failure is logged; `what` names the work there.
template <class Work>
bool done(std::string_view what, Work work) {
  Result<void> result;
  if (!guarded(what, [&] { result = work(); })) return false;
  if (!result) report_lost(what, result.error().message);
  return result.has_value();
}

}  // namespace

struct MessageQueueLink::State {
  State(EventLoop& the_loop, GpioLines& the_lines, Options the_options)
      : loop(the_loop), lines(the_lines), options(std::move(the_options)), full(loop.io()) {
    full.expires_at(asio::steady_timer::time_point::max());
  }

  Result<void> take_messages();
  void note_ignored();
  Result<void> send_messages();
  void tell_connected();

  EventLoop& loop;
  GpioLines& lines;
  Options options;
  std::optional<MessageQueue> receive_queue;
  std::optional<MessageQueue> send_queue;
  std::optional<LineExchange> exchange;  ///< none after the end
  asio::steady_timer full;               ///< cancelled when the queue is full
  bool is_full = false;                  ///< the queue, when it was last tried
  bool connected = false;
  std::uint64_t ignored = 0;
  std::uint64_t told = 0;  ///< of `ignored`
  std::optional<Time> last_told;
  Dialogue receiving;
  Dialogue sending;
};

Result<void> MessageQueueLink::State::take_messages() {
  for (int i = 0; i < kBatch && exchange; ++i) {
    const auto message = receive_queue->receive();
    if (!message) return message.error();
    if (!*message) break;
    if (exchange->take(**message)) {
      tell_connected();
    } else {
      note_ignored();
    }
  }
  return {};
}

void MessageQueueLink::State::tell_connected() {
  if (std::exchange(connected, true)) return;
  lines.set_connected(
      true, fmt::format("message queues {} and {}", options.receive_queue, options.send_queue));
}

void MessageQueueLink::State::note_ignored() {
  ++ignored;
  const Time now = std::chrono::steady_clock::now();
  if (last_told && now - *last_told < kTellEvery) return;
  last_told = now;
  spdlog::warn("{}: {} messages of {} do not follow the protocol and were ignored", options.chip,
               ignored - std::exchange(told, ignored), options.receive_queue);
}

/// As many as the queue accepts now.
Result<void> MessageQueueLink::State::send_messages() {
  is_full = false;
  while (exchange && !is_full) {
    const auto message = exchange->next();
    if (!message) break;
    const auto sent = send_queue->send(message->bytes());
    if (!sent) return sent.error();
    is_full = !*sent;
    if (*sent) exchange->sent();
  }
  return {};
}

MessageQueueLink::MessageQueueLink(EventLoop& loop, GpioLines& lines, Options options)
    : state_(std::make_shared<State>(loop, lines, std::move(options))) {}

MessageQueueLink::~MessageQueueLink() {
  state_->loop.turn([this] {
    state_->exchange.reset();
    state_->lines.set_connected(false, "no guest");
  });
  state_->receiving = {};
  state_->sending = {};
}

Result<void> MessageQueueLink::start() {
  const auto open = [&](const std::string& name, auto direction, auto& into) -> Result<void> {
    auto queue = MessageQueue::open(state_->loop.io(), name, direction);
    if (!queue) return queue.error();
    into.emplace(std::move(*queue));
    return {};
  };
  if (auto opened = open(state_->options.receive_queue, MessageQueue::Direction::receive,
                         state_->receive_queue);
      !opened) {
    return opened;
  }
  if (auto opened =
          open(state_->options.send_queue, MessageQueue::Direction::send, state_->send_queue);
      !opened) {
    return opened;
  }
  state_->loop.turn([this] { state_->exchange.emplace(state_->lines); });
  // At once, so that no edge is merged while there is room.
  state_->exchange->on_news = [state = state_.get()] {
    if (state->is_full) return;
    done("messages to a queue", [&] { return state->send_messages(); });
    if (state->is_full) state->full.cancel();
  };
  const auto executor = state_->loop.io().get_executor();
  state_->receiving = Dialogue(executor, state_->options.chip, receive(state_));
  state_->sending = Dialogue(executor, state_->options.chip, send(state_));
  return {};
}

std::uint64_t MessageQueueLink::ignored() const {
  return state_->ignored;
}

asio::awaitable<void> MessageQueueLink::receive(std::shared_ptr<State> state) {
  while (state->exchange) {
    co_await state->receive_queue->descriptor().async_wait(Descriptor::wait_read,
                                                           asio::use_awaitable);
    const auto take = [&] {
      Result<void> taken;
      state->loop.turn([&] { taken = state->take_messages(); });
      return taken;
    };
    if (!done("messages of a queue, which is not read any more", take)) co_return;
  }
}

/// Sends queued messages as soon as the queue has room again.
asio::awaitable<void> MessageQueueLink::send(std::shared_ptr<State> state) {
  while (state->exchange) {
    const auto send = [&] { return state->send_messages(); };
    if (!done("messages to a queue, to which no more are sent", send)) co_return;
    while (!state->is_full) {
      boost::system::error_code woken;
      co_await state->full.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    co_await state->send_queue->descriptor().async_wait(Descriptor::wait_write,
                                                        asio::use_awaitable);
  }
}

}  // namespace pinbridge::message_queue
