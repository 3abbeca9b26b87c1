#include "qemu/control/line_socket.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge::qemu {

namespace asio = boost::asio;

struct LineSocket::State {
  State(UnixSocket peer, std::string name, std::size_t most, Handlers all)
      : socket(std::move(peer)),
        peer_name(std::move(name)),
        longest(most),
        handlers(std::move(all)) {}

  /// Waits and then reads, so that unread data stays in the socket, for drain().
  static asio::awaitable<void> read(std::shared_ptr<State> self) {
    while (!self->ended()) {
      boost::system::error_code error;
      co_await step(self->socket.async_wait(UnixSocket::wait_read,
                                            asio::redirect_error(asio::use_awaitable, error)));
      if (self->ended()) co_return;
      if (error) co_return self->end("");
      self->read_some();
    }
  }

  std::size_t read_some() {
    const auto size = socket.receive(std::as_writable_bytes(std::span(buffer)));
    if (!size) {
      end(size.error().code == ErrorCode::system ? "" : size.error().message);
      return 0;
    }
    if (!*size) return 0;
    if (**size == 0) {
      end("");
      return 0;
    }
    const std::size_t searched = received.size();
    received.append(buffer.data(), **size);
    take_lines(searched);
    return **size;
  }

  /// There is no end of a line in the first `searched` bytes.
  void take_lines(std::size_t searched) {
    std::size_t start = 0;
    for (std::size_t at = 0;
         !ended() && (at = received.find('\n', std::max(start, searched))) != std::string::npos;
         start = at + 1) {
      handlers.on_line(std::string_view(received).substr(start, at - start));
    }
    received.erase(0, start);
    if (!ended() && received.size() > longest) end(peer_name + " sends a line without end");
  }

  /// A peer that is still running may continue to send: only read what is there now.
  void drain() {
    boost::system::error_code error;
    for (std::size_t left = ended() ? 0 : socket.available(error); left > 0 && !ended();) {
      const std::size_t size = read_some();
      left = size == 0 ? 0 : left - std::min(left, size);
    }
  }

  /// Callbacks, because inputs of a guest pass here.
  static void write(const std::shared_ptr<State>& self) {
    self->writing = true;
    self->sending = std::exchange(self->unsent, {});
    asio::async_write(self->socket, asio::buffer(self->sending),
                      [self](boost::system::error_code error, std::size_t) {
                        self->writing = false;
                        // The read reports a peer that closes.
                        if (!error && !self->ended() && !self->unsent.empty()) write(self);
                      });
  }

  void end(const std::string& why) {
    close();
    if (handlers.on_end) handlers.on_end(why);
  }

  bool ended() const { return !socket.is_open(); }

  void close() { socket.close(); }

  UnixSocket socket;
  std::string peer_name;
  std::size_t longest;
  Handlers handlers;
  std::array<char, 16384> buffer{};
  std::string received;
  std::string unsent;
  std::string sending;
  bool writing = false;
};

LineSocket::LineSocket(UnixSocket socket, std::string peer_name, std::size_t longest,
                       Handlers handlers)
    : state_(std::make_shared<State>(std::move(socket), std::move(peer_name), longest,
                                     std::move(handlers))),
      reading_(state_->socket.get_executor(), state_->peer_name, State::read(state_),
               [state = state_.get()] {
                 if (!state->ended())
                   state->end("a message of " + state->peer_name + " could not be processed");
               }) {}

LineSocket::~LineSocket() {
  state_->handlers = {};
  state_->close();
}

void LineSocket::send(std::string_view text) {
  state_->unsent += text;
  if (!state_->writing) State::write(state_);
}

void LineSocket::drain() {
  state_->drain();
}

void LineSocket::end(const std::string& why) {
  state_->end(why);
}

bool LineSocket::ended() const {
  return state_->ended();
}

}  // namespace pinbridge::qemu
