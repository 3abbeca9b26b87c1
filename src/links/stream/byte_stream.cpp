#include "links/stream/byte_stream.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <sys/socket.h>

#include "loop/barrier.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::stream {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kChunk = 16U << 10U;

}  // namespace

struct ByteStream::State {
  State(UnixSocket peer, Handlers the_handlers)
      : socket(std::move(peer)),
        handlers(std::move(the_handlers)),
        has_unsent(socket.get_executor()),
        has_room(socket.get_executor()) {
    has_unsent.expires_at(asio::steady_timer::time_point::max());
    has_room.expires_at(asio::steady_timer::time_point::max());
  }

  void flush();
  /// The bytes that wait now, none if it is closed; nullopt: there is nothing to read after all.
  Result<std::optional<std::span<const std::byte>>> receive();
  void end(const std::optional<Error>& error);

  UnixSocket socket;
  Handlers handlers;  ///< empty after the end
  std::vector<std::byte> unsent;
  std::array<std::byte, kChunk> chunk{};
  asio::steady_timer has_unsent;  ///< cancelled when there is something to send
  asio::steady_timer has_room;    ///< cancelled when reading may go on
  Dialogue reading;
  Dialogue writing;
};

/// A peer that has disconnected is found by the next read, with all that it sent before.
void ByteStream::State::flush() {
  const ssize_t sent =
      ::send(socket.native_handle(), unsent.data(), unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent > 0) unsent.erase(unsent.begin(), unsent.begin() + sent);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) unsent.clear();
  if (unsent.size() <= kMostUnsent) has_room.cancel();
}

Result<std::optional<std::span<const std::byte>>> ByteStream::State::receive() {
  const auto size = socket.receive(chunk);
  if (!size) return size.error();
  if (!*size) return std::nullopt;
  return std::span<const std::byte>(chunk).first(**size);
}

void ByteStream::State::end(const std::optional<Error>& error) {
  const auto on_end = std::exchange(handlers, {}).on_end;
  socket.close();
  writing = {};
  if (on_end) guarded("end of a connection", [&] { on_end(error); });
}

ByteStream::ByteStream(UnixSocket socket, Handlers handlers)
    : state_(std::make_shared<State>(std::move(socket), std::move(handlers))) {
  state_->reading = Dialogue(state_->socket.get_executor(), "bytes of a peer", read(state_));
  state_->writing = Dialogue(state_->socket.get_executor(), "bytes for a peer", write(state_));
}

ByteStream::~ByteStream() {
  state_->handlers = {};
  state_->socket.close();
  state_->reading = {};
  state_->writing = {};
}

void ByteStream::send(std::span<const std::byte> bytes) {
  const bool idle = state_->unsent.empty();
  state_->unsent.insert(state_->unsent.end(), bytes.begin(), bytes.end());
  if (!idle) return;
  state_->flush();
  if (!state_->unsent.empty()) state_->has_unsent.cancel();
}

std::size_t ByteStream::unsent() const {
  return state_->unsent.size();
}

bool ByteStream::peer_has_left() {
  // Not based on the result of a read: it may have left bytes unread.
  pollfd entry{state_->socket.native_handle(), POLLRDHUP, 0};
  return ::poll(&entry, 1, 0) == 1;
}

asio::awaitable<void> ByteStream::read(std::shared_ptr<State> state) {
  while (true) {
    co_await state->socket.async_wait(UnixSocket::wait_read, asio::use_awaitable);
    const auto bytes = state->receive();
    if (!bytes) co_return state->end(bytes.error());
    if (!*bytes) continue;
    if ((*bytes)->empty()) co_return state->end(std::nullopt);
    // A copy: it may end us, and with us itself.
    const auto on_bytes = state->handlers.on_bytes;
    Result<void> taken = make_error(ErrorCode::system, "see above");
    guarded("bytes of a peer", [&] { taken = on_bytes(**bytes); });
    if (!state->handlers.on_bytes) co_return;
    if (!taken) co_return state->end(taken.error());
    while (state->unsent.size() > kMostUnsent) {
      boost::system::error_code woken;
      co_await state->has_room.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
  }
}

asio::awaitable<void> ByteStream::write(std::shared_ptr<State> state) {
  while (true) {
    while (state->unsent.empty()) {
      boost::system::error_code woken;
      co_await state->has_unsent.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    co_await state->socket.async_wait(UnixSocket::wait_write, asio::use_awaitable);
    state->flush();
  }
}

}  // namespace pinbridge::stream
