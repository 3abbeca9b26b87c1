#include "links/native_gpio/line_socket.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge::native_gpio {

namespace asio = boost::asio;

struct LineSocket::State : std::enable_shared_from_this<State> {
  State(Socket peer, std::string name, std::size_t most, Handlers all)
      : socket(std::move(peer)),
        peer_name(std::move(name)),
        longest(most),
        handlers(std::move(all)) {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
  }

  /// Waits and then reads, so that whatever is not taken yet is in the socket, for drain().
  void wait() {
    socket.async_wait(Socket::wait_read,
                      [self = shared_from_this()](boost::system::error_code error) {
                        if (self->ended) return;
                        if (error) return self->end("");
                        self->read_some();
                        if (!self->ended) self->wait();
                      });
  }

  std::size_t read_some() {
    boost::system::error_code error;
    const std::size_t size = socket.read_some(asio::buffer(buffer), error);
    if (error == asio::error::would_block) return 0;
    if (error) {
      end("");
      return 0;
    }
    const std::size_t searched = received.size();
    received.append(buffer.data(), size);
    take_lines(searched);
    return size;
  }

  /// There is no end of a line in the first `searched` bytes.
  void take_lines(std::size_t searched) {
    std::size_t start = 0;
    for (std::size_t at = 0;
         !ended && (at = received.find('\n', std::max(start, searched))) != std::string::npos;
         start = at + 1) {
      handlers.on_line(std::string_view(received).substr(start, at - start));
    }
    received.erase(0, start);
    if (!ended && received.size() > longest) end(peer_name + " sends a line without end");
  }

  /// A peer that has not ended talks on: what there is now has an end.
  void drain() {
    boost::system::error_code error;
    for (std::size_t left = ended ? 0 : socket.available(error); left > 0 && !ended;) {
      const std::size_t size = read_some();
      left = size == 0 ? 0 : left - std::min(left, size);
    }
  }

  void send(std::string_view text) {
    unsent += text;
    if (!writing) write();
  }

  void write() {
    writing = true;
    sending = std::exchange(unsent, {});
    asio::async_write(socket, asio::buffer(sending),
                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                        self->writing = false;
                        // A peer that closes is told by the read.
                        if (!error && !self->ended && !self->unsent.empty()) self->write();
                      });
  }

  void end(const std::string& why) {
    close();
    if (handlers.on_end) handlers.on_end(why);
  }

  void close() {
    ended = true;
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  Socket socket;
  std::string peer_name;
  std::size_t longest;
  Handlers handlers;
  std::array<char, 16384> buffer{};
  std::string received;
  std::string unsent;
  std::string sending;
  bool writing = false;
  bool ended = false;
};

LineSocket::LineSocket(Socket socket, std::string peer_name, std::size_t longest, Handlers handlers)
    : state_(std::make_shared<State>(std::move(socket), std::move(peer_name), longest,
                                     std::move(handlers))) {
  state_->wait();
}

LineSocket::~LineSocket() {
  state_->handlers = {};
  state_->close();
}

void LineSocket::send(std::string_view text) {
  state_->send(text);
}

void LineSocket::drain() {
  state_->drain();
}

void LineSocket::end(const std::string& why) {
  state_->end(why);
}

bool LineSocket::ended() const {
  return state_->ended;
}

}  // namespace pinbridge::native_gpio
