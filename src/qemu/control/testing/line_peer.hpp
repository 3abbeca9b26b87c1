#pragma once

#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/local/stream_protocol.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "base/unique_fd.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::testing {

/// The other end of a socket on which lines are spoken. Works on the loop's thread: while it waits,
/// the loop is stepped.
class LinePeer {
 public:
  LinePeer(EventLoop& loop, UniqueFd end) : loop_(loop), end_(std::move(end)) {}

  /// Says all of `text`; false if the other side has closed.
  bool say(std::string_view text) {
    bool closed = false;
    EXPECT_TRUE(step_until(loop_, [&] {
      const ssize_t sent =
          ::send(end_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
      closed = sent < 0 && errno != EAGAIN && errno != EINTR;
      return text.empty() || closed;
    }));
    return !closed;
  }

  /// The next line that it receives, without its end; "nothing" if there is none.
  std::string next() {
    std::optional<std::string> line;
    step_until(loop_, [&] {
      line = take();
      return line || closed_;
    });
    return line.value_or("nothing");
  }

  /// The next line, if it has come.
  std::optional<std::string> take() {
    read();
    const std::size_t end = heard_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::string line = heard_.substr(0, end);
    heard_.erase(0, end + 1);
    return line;
  }

  /// All lines that it receives until the loop has no more work.
  std::vector<std::string> all() {
    settle(loop_);
    std::vector<std::string> lines;
    while (auto line = take()) lines.push_back(std::move(*line));
    return lines;
  }

  bool is_hung_up_on() {
    return step_until(loop_, [this] {
      read();
      return closed_;
    });
  }
  bool seems_hung_up_on() {
    read();
    return closed_;
  }
  void hang_up() { end_.reset(); }

 private:
  void read() {
    std::array<char, 4096> buffer{};
    while (end_ && !closed_) {
      const ssize_t got = ::recv(end_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (got > 0) heard_.append(buffer.data(), static_cast<std::size_t>(got));
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
      closed_ = got <= 0;
    }
  }

  EventLoop& loop_;
  UniqueFd end_;
  std::string heard_;
  bool closed_ = false;
};

/// A socket for the tested object, and its other end.
struct SocketPair {
  explicit SocketPair(EventLoop& loop) : ours(loop.io()), peer(loop, open()) {}

  boost::asio::local::stream_protocol::socket ours;
  LinePeer peer;

 private:
  UniqueFd open() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    ours.assign(boost::asio::local::stream_protocol(), ends[0]);
    return UniqueFd(ends[1]);
  }
};

}  // namespace pinbridge::testing
