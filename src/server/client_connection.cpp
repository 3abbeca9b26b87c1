#include "server/client_connection.hpp"

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "api/hub.hpp"
#include "loop/barrier.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::server {

namespace asio = boost::asio;

ClientConnection::ClientConnection(EventLoop& loop, api::Hub& hub,
                                   std::function<void(ClientConnection&)> closed)
    : loop_(loop),
      closed_(std::move(closed)),
      farewell_timer_(loop.io()),
      outbox_(
          hub.memory(), [this] { wake(); }, api::ClientSession::farewell()),
      session_(std::in_place, hub, outbox_,
               [this](bool awaited) { send_soon(awaited ? Priority::first : Priority::usual); }) {}

void ClientConnection::close() {
  if (dead_) return;
  dead_ = true;
  shut();
  farewell_timer_.cancel();
  session_.reset();
  outbox_.leave_budget();
  closed_(*this);
}

void ClientConnection::end() {
  ending_ = true;
  // A request that has been accepted is still answered: received() ends it then.
  if (!busy()) end_outbox();
}

void ClientConnection::end_outbox() {
  session_->catch_up();
  outbox_.end();
}

bool ClientConnection::received(std::string_view& bytes) {
  return received(bytes, [this] { return loop_.turn_is_spent(); });
}

bool ClientConnection::received(std::string_view& bytes, const api::Enough& enough) {
  if (dead_) return false;
  if (ending_) {
    bytes = {};
    if (!busy()) return true;
  }
  const bool processed = guarded("message of a client", [&] {
    loop_.turn([&] {
      session_->receive(bytes, enough);
      if (ending_ && !busy()) end_outbox();
    });
  });
  if (!processed) {
    // It would wait for its answer for ever.
    close();
    return false;
  }
  // An answer does not wait for the next round.
  if (woken_) send();
  if (dead_) return false;
  session_->await_news();
  // Requests of a client that is being disconnected are ignored.
  return ending_ || busy() || !outbox_.ended();
}

asio::awaitable<bool> ClientConnection::received_later(std::string rest) {
  const EventLoop::LongWork work(loop_);
  std::string_view left = rest;
  bool listens = true;
  while (listens && has_more(left)) {
    co_await step(asio::post(loop_.io(), asio::use_awaitable));
    listens = received(left, [&work] { return work.turn_is_spent(); });
  }
  co_return listens;
}

void ClientConnection::wake() {
  if (dead_) return;
  if (outbox_.ended()) {
    farewell_timer_.expires_after(kFarewellTime);
    farewell_timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
      if (!cancelled) self->close();
    });
  }
  send_soon(Priority::usual);
}

void ClientConnection::send_soon(Priority priority) {
  if (dead_) return;
  const bool waits = std::exchange(woken_, true);
  if (!waits || priority == Priority::first) loop_.send_after_turn(shared_from_this(), priority);
}

void ClientConnection::send() {
  if (dead_) return;
  // What this puts into the outbox needs no other call.
  woken_ = true;
  if (!sending_) session_->catch_up();
  woken_ = false;
  if (outbox_.evicted()) {
    spdlog::warn(
        "a client was disconnected: more than {} MiB waited for all clients, and most for this one",
        api::MemoryBudget::kDefault >> 20U);
    return close();
  }
  if (sending_) return;
  if (outbox_.finished()) return close();
  const std::string_view bytes = outbox_.begin_send();
  if (bytes.empty()) return;
  sending_ = true;
  write(bytes);
}

void ClientConnection::sent(boost::system::error_code error) {
  sending_ = false;
  if (error) return close();
  outbox_.sent();
  send();
}

}  // namespace pinbridge::server
