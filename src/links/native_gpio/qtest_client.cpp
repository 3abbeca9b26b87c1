#include "links/native_gpio/qtest_client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge::native_gpio {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kLongestAnswer = 4096;

template <class Number>
bool parse_whole(std::string_view text, Number& number, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

/// Takes `prefix` off the front of `text`, if it is there.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

struct QtestClient::State : std::enable_shared_from_this<State> {
  State(Socket peer, Handlers all) : socket(std::move(peer)), handlers(std::move(all)) {
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
    received.append(buffer.data(), size);
    take_lines();
    return size;
  }

  /// A QEMU that has not ended talks on: what there is now has an end.
  void drain() {
    boost::system::error_code error;
    for (std::size_t left = ended ? 0 : socket.available(error); left > 0 && !ended;) {
      const std::size_t size = read_some();
      left = size == 0 ? 0 : left - std::min(left, size);
    }
  }

  void take_lines() {
    std::size_t start = 0;
    for (std::size_t end = 0; !ended && (end = received.find('\n', start)) != std::string::npos;
         start = end + 1) {
      take(std::string_view(received).substr(start, end - start));
    }
    received.erase(0, start);
    if (!ended && received.size() > kLongestAnswer) end("QEMU's qtest sends a line without end");
  }

  void take(std::string_view line) {
    const std::string_view whole = line;
    std::uint32_t number = 0;
    std::uint64_t value = 0;
    if (take_prefix(line, "IRQ ")) {
      const bool level = take_prefix(line, "raise ");
      if ((!level && !take_prefix(line, "lower ")) || !parse_whole(line, number, 10))
        return refuse(whole);
      if (handlers.on_output) handlers.on_output(number, level);
    } else if (line == "OK") {
      answer(std::uint64_t{0});
    } else if (take_prefix(line, "OK 0x")) {
      if (!parse_whole(line, value, 16)) return refuse(whole);
      answer(value);
    } else if (line.starts_with("FAIL") || line.starts_with("ERR")) {
      answer(make_error(ErrorCode::unsupported, "QEMU's qtest says: {}", line));
    } else {
      refuse(whole);
    }
  }

  void answer(const Result<std::uint64_t>& result) {
    if (waiting.empty()) return end("QEMU's qtest answers what was not asked");
    const Answered answered = std::exchange(waiting.front(), {});
    waiting.pop_front();
    if (answered) answered(result);
    if (waiting.empty() && !ended && handlers.on_idle) handlers.on_idle();
  }

  void refuse(std::string_view line) { end(fmt::format("QEMU's qtest says \"{}\"", line)); }

  void send(std::string_view command, Answered answered) {
    waiting.push_back(std::move(answered));
    unsent += command;
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
    ended = true;
    boost::system::error_code ignored;
    socket.close(ignored);
    if (handlers.on_end) handlers.on_end(why);
  }

  Socket socket;
  Handlers handlers;
  std::array<char, 16384> buffer{};
  std::string received;
  std::string unsent;
  std::string sending;
  std::deque<Answered> waiting;
  bool writing = false;
  bool ended = false;
};

QtestClient::QtestClient(Socket socket, Handlers handlers)
    : state_(std::make_shared<State>(std::move(socket), std::move(handlers))) {
  state_->wait();
}

QtestClient::~QtestClient() {
  state_->handlers = {};
  state_->ended = true;
  state_->waiting.clear();
  boost::system::error_code ignored;
  state_->socket.close(ignored);
}

void QtestClient::set_input(const QtestPath& device, LineOffset line, InputLevel level) {
  state_->send(set_input_command(device, line, level), {});
}

void QtestClient::intercept(const QtestPath& device, std::string_view outputs, Answered answered) {
  state_->send(intercept_command(device, outputs), std::move(answered));
}

void QtestClient::read(std::uint64_t address, int bytes, Answered answered) {
  state_->send(read_command(address, bytes), std::move(answered));
}

void QtestClient::drain() {
  state_->drain();
}

std::size_t QtestClient::unanswered() const {
  return state_->waiting.size();
}

}  // namespace pinbridge::native_gpio
