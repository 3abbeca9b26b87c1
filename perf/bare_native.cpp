#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

constexpr std::string_view kEvent = "pl061_update ";
constexpr std::string_view kData = " GPIODATA 0x";

/// QEMU's trace, read without a bench: the last PL061 state that was traced.
class BareTrace {
 public:
  explicit BareTrace(const std::string& fifo)
      : fifo_(::open(fifo.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {
    if (!fifo_) throw StartupError(Error{ErrorCode::system, "cannot open the trace's FIFO"});
  }

  int fd() const { return fifo_.get(); }
  const std::string& path() const { return path_; }

  /// The level of the line by the last state in what is there to read; nothing if there is none.
  std::optional<bool> read_level(int line) {
    std::optional<bool> level;
    const auto size = ::read(fifo_.get(), buffer_.data() + kept_, buffer_.size() - kept_);
    if (size <= 0) return level;
    std::string_view text(buffer_.data(), kept_ + static_cast<std::size_t>(size));
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      if (const auto data = data_in(text.substr(0, end))) level = (*data >> line & 1U) != 0;
      text.remove_prefix(end + 1);
    }
    kept_ = text.size();
    std::memmove(buffer_.data(), text.data(), kept_);
    return level;
  }

 private:
  std::optional<unsigned> data_in(std::string_view line) {
    const auto event = line.find(kEvent);
    const auto data = line.find(kData);
    if (event == std::string_view::npos || data == std::string_view::npos) return std::nullopt;
    if (path_.empty()) {
      const auto path = line.substr(event + kEvent.size());
      path_ = path.substr(0, path.find(' '));
    }
    const auto digits = line.substr(data + kData.size());
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
  }

  UniqueFd fifo_;
  std::string path_;  ///< of the controller in QEMU
  std::array<char, 1 << 16> buffer_{};
  std::size_t kept_ = 0;
};

}  // namespace

Times bare_native(const std::string& qtest, const std::string& fifo, const BareLines& lines,
                  int rounds) {
  BareTrace trace(fifo);
  bool level = trace.read_level(lines.out).value_or(false);
  if (trace.path().empty()) {
    throw StartupError(Error{ErrorCode::invalid, "the trace has no state of a PL061"});
  }
  const UniqueFd socket = connect_to(qtest);
  std::array<char, 4096> answers{};
  Times times;
  times.reserve(static_cast<std::size_t>(rounds));
  for (int i = 0; i < rounds; ++i) {
    level = !level;
    const std::string command =
        fmt::format("set_irq_in {} unnamed-gpio-in {} {:d}\n", trace.path(), lines.in, level);
    const auto start = std::chrono::steady_clock::now();
    if (::send(socket.get(), command.data(), command.size(), MSG_NOSIGNAL) < 0) {
      throw StartupError(Error{ErrorCode::system, "QEMU has closed its qtest socket"});
    }
    for (bool back = false; !back;) {
      std::array<pollfd, 2> ready{{{trace.fd(), POLLIN, 0}, {socket.get(), POLLIN, 0}}};
      ::poll(ready.data(), ready.size(), -1);
      if ((ready[1].revents & POLLIN) != 0) {
        if (::recv(socket.get(), answers.data(), answers.size(), 0) <= 0) {
          throw StartupError(Error{ErrorCode::system, "QEMU has closed its qtest socket"});
        }
      }
      if ((ready[0].revents & POLLIN) != 0) back = trace.read_level(lines.out) == level;
    }
    times.push_back(std::chrono::steady_clock::now() - start);
  }
  return times;
}

}  // namespace pinbridge::perf
