#include "links/native_gpio/trace_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "links/native_gpio/time_stamp.hpp"

namespace pinbridge::native_gpio {
namespace {

constexpr std::size_t kChunk = 16384;
/// Room for some ten thousand edges while the loop is elsewhere.
constexpr int kPipeBytes = 1 << 20;
/// Some milliseconds' work, for which a turn can wait.
constexpr std::size_t kMostBeforeATurn = 65536;
/// QEMU's own lines have a hundred bytes.
constexpr std::size_t kLongestLine = 65536;

}  // namespace

Result<std::unique_ptr<TraceReader>> TraceReader::open(EventLoop& loop,
                                                       const std::filesystem::path& path,
                                                       OnLine on_line) {
  unlink(path.c_str());
  if (mkfifo(path.c_str(), 0600) != 0) {
    return make_error(ErrorCode::system, "cannot make the FIFO {}: {}", path.string(),
                      std::strerror(errno));
  }
  // Open for writing as well: there is no end of file when a QEMU ends.
  UniqueFd descriptor(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (descriptor.get() < 0) {
    return make_error(ErrorCode::system, "cannot open the FIFO {}: {}", path.string(),
                      std::strerror(errno));
  }
  // Where the system grants less, what there is does.
  fcntl(descriptor.get(), F_SETPIPE_SZ, kPipeBytes);
  return std::unique_ptr<TraceReader>(
      new TraceReader(loop, descriptor.release(), path, std::move(on_line)));
}

TraceReader::TraceReader(EventLoop& loop, int descriptor, std::filesystem::path path,
                         OnLine on_line)
    : loop_(loop),
      descriptor_(loop.io(), descriptor),
      path_(std::move(path)),
      on_line_(std::move(on_line)) {
  loop_.add_backlog(*this);
  wait();
}

TraceReader::~TraceReader() {
  loop_.remove_backlog(*this);
  unlink(path_.c_str());
}

void TraceReader::wait() {
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [this, alive = std::weak_ptr(alive_)](boost::system::error_code error) {
                           if (error || alive.expired()) return;
                           read_some();
                           if (!alive.expired()) wait();
                         });
}

std::size_t TraceReader::read_some() {
  const std::size_t before = received_.size();
  received_.resize(before + kChunk);
  const ssize_t got = ::read(descriptor_.native_handle(), received_.data() + before, kChunk);
  const std::size_t size = got > 0 ? static_cast<std::size_t>(got) : 0;
  received_.resize(before + size);
  take_lines();
  return size;
}

void TraceReader::take_lines() {
  taking_ = true;
  const WallClock clock;
  std::size_t start = 0;
  for (std::size_t end = 0; (end = received_.find('\n', start)) != std::string::npos;
       start = end + 1) {
    const auto line = split_time_stamp(std::string_view(received_).substr(start, end - start));
    on_line_(line.text, line.written ? clock.to_loop(*line.written) : Time::max());
  }
  received_.erase(0, start);
  if (received_.size() > kLongestLine) {
    on_line_(std::exchange(received_, {}), Time::max());
  }
  taking_ = false;
}

void TraceReader::drain() {
  read_up_to(kPipeBytes);
  received_.clear();
}

bool TraceReader::take_backlog() {
  return taking_ || read_up_to(kMostBeforeATurn);
}

/// A QEMU that has not ended writes on: what there is now has an end. True if there was more.
bool TraceReader::read_up_to(std::size_t most) {
  int there = 0;
  ioctl(descriptor_.native_handle(), FIONREAD, &there);
  const auto size = static_cast<std::size_t>(there);
  for (auto left = std::min(most, size); left > 0;) {
    const std::size_t got = read_some();
    if (got == 0) break;
    left -= std::min(left, got);
  }
  return size > most;
}

}  // namespace pinbridge::native_gpio
