#include "qemu/control/trace_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "loop/barrier.hpp"
#include "qemu/control/time_stamp.hpp"

namespace pinbridge::qemu {
namespace {

/// Room for about ten thousand edges while the loop is busy.
constexpr std::size_t kPipeBytes = 1 << 20;
/// Some milliseconds' work, for which a turn can wait.
constexpr std::size_t kMostBeforeATurn = 65536;
/// A line costs as much time as this many bytes: a flood of empty lines is work, too.
constexpr std::size_t kBytesForALine = 32;

}  // namespace

Result<std::unique_ptr<TraceReader>> TraceReader::open(EventLoop& loop,
                                                       const std::filesystem::path& path,
                                                       OnLine on_line) {
  unlink(path.c_str());
  if (mkfifo(path.c_str(), 0600) != 0) {
    return make_error(ErrorCode::system, "cannot create the FIFO {}: {}", path.string(),
                      std::strerror(errno));
  }
  // Open for writing as well: there is no end of file when a QEMU ends.
  UniqueFd fifo(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!fifo) {
    return make_error(ErrorCode::system, "cannot open the FIFO {}: {}", path.string(),
                      std::strerror(errno));
  }
  // If the system grants less, that is sufficient.
  fcntl(fifo.get(), F_SETPIPE_SZ, static_cast<int>(kPipeBytes));
  return std::unique_ptr<TraceReader>(
      new TraceReader(loop, std::move(fifo), path, std::move(on_line)));
}

TraceReader::TraceReader(EventLoop& loop, UniqueFd fifo, std::filesystem::path path, OnLine on_line)
    : loop_(loop),
      fifo_(std::move(fifo)),
      descriptor_(loop.io(), fifo_.get()),
      nap_(loop.io()),
      path_(std::move(path)),
      on_line_(std::move(on_line)) {
  loop_.add_backlog(*this);
  wait();
}

TraceReader::~TraceReader() {
  if (!napping()) descriptor_.release();
  loop_.remove_backlog(*this);
  unlink(path_.c_str());
}

void TraceReader::wait() {
  descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [this, alive = std::weak_ptr(alive_)](boost::system::error_code error) {
                           if (error || alive.expired()) return;
                           read_some();
                           if (!alive.expired()) wait_or_nap();
                         });
}

void TraceReader::nap() {
  // Also when nothing waits for it, a descriptor of the loop is woken.
  if (!napping()) descriptor_.release();
  nap_.expires_after(kNap);
  nap_.async_wait([this, alive = std::weak_ptr(alive_)](boost::system::error_code error) {
    if (error || alive.expired()) return;
    read_up_to(kMostBeforeATurn);
    if (!alive.expired()) wait_or_nap();
  });
}

void TraceReader::wait_or_nap() {
  if (is_flooded()) return nap();
  // Where the system refuses that, it remains at naps.
  boost::system::error_code refused;
  if (napping()) descriptor_.assign(fifo_.get(), refused);
  refused ? nap() : wait();
}

bool TraceReader::is_flooded() {
  const Time now = std::chrono::steady_clock::now();
  const bool many = lines_ >= kFlood;
  // A nap may last longer, where the loop is busy.
  const bool slow = !napping() && now - since_ > kNap;
  if (many || slow || napping()) {
    lines_ = 0;
    since_ = now;
  }
  return many && !slow;
}

TraceReader::Portion TraceReader::read_some() {
  const ssize_t got = ::read(fifo_.get(), buffer_.data() + kept_, kChunk);
  const std::size_t size = got > 0 ? static_cast<std::size_t>(got) : 0;
  const bool awaited = size > 0 && !napping();
  if (awaited) loop_.note_work(EventLoop::Arrival::descriptor);
  const std::size_t lines = take_lines(kept_ + size);
  if (awaited) loop_.note_done(EventLoop::Arrival::descriptor, lines);
  lines_ += lines;
  return {size, lines};
}

/// Takes those in the first `size` bytes of the buffer, and returns their number.
std::size_t TraceReader::take_lines(std::size_t size) {
  taking_ = true;
  const EventLoop::TurnGroup group(loop_);
  const WallClock clock;
  std::string_view rest(buffer_.data(), size);
  std::size_t searched = std::exchange(kept_, 0);
  std::size_t lines = 0;
  for (std::size_t end = 0; (end = rest.find('\n', searched)) != std::string_view::npos; ++lines) {
    const auto line = split_time_stamp(rest.substr(0, end));
    pass_on(line.text, line.written ? clock.to_loop(*line.written) : Time::max());
    rest.remove_prefix(end + 1);
    searched = 0;
  }
  if (rest.size() > kLongestLine) {
    pass_on(rest, Time::max());
  } else {
    std::ranges::copy(rest, buffer_.begin());
    kept_ = rest.size();
  }
  taking_ = false;
  return lines;
}

/// The lines after one that could not be processed are still read: QEMU waits while the FIFO is
/// full.
void TraceReader::pass_on(std::string_view line, Time written) {
  guarded("line of QEMU's log", [&] { on_line_(line, written); });
}

void TraceReader::drain() {
  read_up_to(std::numeric_limits<std::size_t>::max());
  kept_ = 0;
}

bool TraceReader::take_backlog() {
  return taking_ || read_up_to(kMostBeforeATurn);
}

/// Reads what is there now, as far as that costs less than `most`. A QEMU that is still running may
/// continue to write, so no more is read than the FIFO can hold. True if some of it may be left.
bool TraceReader::read_up_to(std::size_t most) {
  std::size_t cost = 0;
  for (std::size_t bytes = 0; bytes < kPipeBytes && cost < most;) {
    const Portion got = read_some();
    // Less than there is room for: the FIFO is empty.
    if (got.bytes < kChunk) return false;
    bytes += got.bytes;
    cost += got.bytes + got.lines * kBytesForALine;
  }
  return cost >= most;
}

}  // namespace pinbridge::qemu
