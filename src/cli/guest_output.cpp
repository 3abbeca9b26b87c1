#include "cli/guest_output.hpp"

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
  read_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                   [this](const boost::system::error_code& error) {
                     if (!error && drain()) read();
                   });
}

bool GuestOutput::drain() {
  std::array<char, 65536> block;
  for (;;) {
    const ssize_t size = ::read(read_.native_handle(), block.data(), block.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return size < 0 && errno == EAGAIN;
    const std::string_view piece(block.data(), static_cast<std::size_t>(size));
    text_ += piece;
    if (text_.size() > kMostKept) text_.erase(0, text_.size() - kMostKept);
    take_(piece);
  }
}

std::string_view GuestOutput::last_line() const {
  const std::string_view text(text_);
  const std::size_t end = text.find_last_not_of("\r\n") + 1;
  const std::size_t before = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
  return text.substr(before + 1, end - (before + 1));
}

}  // namespace pinbridge::cli
