#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::cli {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Result<Pipe> make_pipe();

/// Its reads and writes return at once.
void do_not_block(int fd);

/// What QEMU writes to one of its streams: read by the loop, and the end of it kept.
class GuestOutput {
 public:
  /// How much is kept at least, in bytes; at most twice as much.
  static constexpr std::size_t kMostKept = 1U << 20U;
  static constexpr std::size_t kLongestLine = 300;

  /// `take` is called with each piece, outside of turns. `loop` outlives it.
  GuestOutput(EventLoop& loop, Pipe pipe, std::function<void(std::string_view)> take);

  /// QEMU's end, open until hand_over().
  int write_end() const { return write_.get(); }
  /// QEMU has its end: begins to read.
  void hand_over();
  /// Reads the available data, for as long as there is some: of a QEMU that has ended. False at the
  /// end.
  bool drain();

  const std::string& text() const { return text_; }
  /// The last line that is not empty, or the beginning of a long one; without the line end.
  std::string_view last_line() const;

 private:
  enum class Read { some, none, end };
  void read();
  Read read_block();

  boost::asio::posix::stream_descriptor read_;
  UniqueFd write_;
  std::function<void(std::string_view)> take_;
  std::string text_;
};

}  // namespace pinbridge::cli
