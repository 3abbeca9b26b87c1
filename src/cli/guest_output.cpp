#include "cli/guest_output.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace pinbridge::cli {

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) == 0) return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  return make_error(ErrorCode::system, "cannot create a pipe: {}", std::strerror(errno));
}

void do_not_block(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

GuestOutput::GuestOutput(EventLoop& loop, Pipe pipe, std::function<void(std::string_view)> take)
    : read_(loop.io(), pipe.read.release()), write_(std::move(pipe.write)), take_(std::move(take)) {
  do_not_block(read_.native_handle());
}

void GuestOutput::hand_over() {
  write_.reset();
  read();
}

void GuestOutput::read() {
  // A block at a time: a QEMU that prints without end leaves the loop its other work.
  read_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                   [this](const boost::system::error_code& error) {
                     if (!error && read_block() != Read::end) read();
                   });
}

bool GuestOutput::drain() {
  Read last = Read::some;
  while (last == Read::some) last = read_block();
  return last == Read::none;
}

GuestOutput::Read GuestOutput::read_block() {
  std::array<char, 65536> block;
  ssize_t size = 0;
  do {
    size = ::read(read_.native_handle(), block.data(), block.size());
  } while (size < 0 && errno == EINTR);
  if (size <= 0) return size < 0 && errno == EAGAIN ? Read::none : Read::end;
  const std::string_view piece(block.data(), static_cast<std::size_t>(size));
  text_ += piece;
  // Not each time: what is behind it moves.
  if (text_.size() > 2 * kMostKept) text_.erase(0, text_.size() - kMostKept);
  take_(piece);
  return Read::some;
}

std::string_view GuestOutput::last_line() const {
  const std::string_view text(text_);
  const std::size_t end = text.find_last_not_of("\r\n") + 1;
  const std::size_t before = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
  return text.substr(before + 1, std::min(end - (before + 1), kLongestLine));
}

}  // namespace pinbridge::cli
