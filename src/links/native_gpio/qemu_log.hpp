#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "loop/dialogue.hpp"

namespace pinbridge::native_gpio {

/// Lines of QEMU's own log that are not of the trace, in the bench's log. A guest can cause any
/// number of them (`-d guest_errors`): what exceeds kMostLines or kMostBytes in a window is
/// counted, and a warning at the end of the window has the count.
class QemuLog {
 public:
  static constexpr std::size_t kMostLines = 200;
  static constexpr std::size_t kMostBytes = 65536;
  /// Of a longer line the beginning is logged, with the number of bytes left out.
  static constexpr std::size_t kLongestShown = 4096;
  static constexpr std::chrono::milliseconds kWindow{1000};

  /// `io` outlives it. `machine` begins each line.
  QemuLog(boost::asio::io_context& io, std::string machine,
          std::chrono::milliseconds window = kWindow);
  QemuLog(const QemuLog&) = delete;
  QemuLog& operator=(const QemuLog&) = delete;
  /// Logs the number of omitted lines.
  ~QemuLog();

  void print(std::string_view line);

 private:
  void open_window();
  Dialogue::Steps close_window_in_time();
  void close_window();

  std::string machine_;
  std::chrono::milliseconds window_;
  boost::asio::steady_timer timer_;
  bool open_ = false;  ///< the window
  std::size_t lines_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t left_out_ = 0;
  Dialogue closing_;  ///< the open window
};

}  // namespace pinbridge::native_gpio
