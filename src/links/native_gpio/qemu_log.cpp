#include "links/native_gpio/qemu_log.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace pinbridge::native_gpio {

QemuLog::QemuLog(boost::asio::io_context& io, std::string machine, std::chrono::milliseconds window)
    : machine_(std::move(machine)), window_(window), timer_(io) {}

QemuLog::~QemuLog() {
  close_window();
}

void QemuLog::print(std::string_view line) {
  if (!open_) open_window();
  const std::string_view shown = line.substr(0, kLongestShown);
  if (lines_ == kMostLines || bytes_ + shown.size() > kMostBytes) {
    ++left_out_;
    return;
  }
  ++lines_;
  bytes_ += shown.size();
  if (shown.size() == line.size()) {
    spdlog::info("{}: QEMU: {}", machine_, line);
  } else {
    spdlog::info("{}: QEMU: {} ({} more bytes)", machine_, shown, line.size() - shown.size());
  }
}

void QemuLog::open_window() {
  open_ = true;
  closing_ = Dialogue(timer_.get_executor(), machine_, close_window_in_time());
}

Dialogue::Steps QemuLog::close_window_in_time() {
  timer_.expires_after(window_);
  co_await step(timer_.async_wait(boost::asio::use_awaitable));
  close_window();
}

void QemuLog::close_window() {
  open_ = false;
  lines_ = bytes_ = 0;
  if (left_out_ == 0) return;
  spdlog::warn("{}: {} more lines of QEMU's log were left out: QEMU writes them too fast", machine_,
               std::exchange(left_out_, 0));
}

}  // namespace pinbridge::native_gpio
