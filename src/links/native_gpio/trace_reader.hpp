#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.hpp"

namespace pinbridge::native_gpio {

/// The FIFO into which a QEMU writes its log (-D), line by line. It is open for as long as this
/// lives, whether or not a QEMU is there: a QEMU that starts waits for a reader, and one that runs
/// waits, with all of its machine, while the FIFO is full.
class TraceReader {
 public:
  /// Called on the loop for each line, without its end and without QEMU's time stamp.
  using OnLine = std::function<void(std::string_view line)>;

  /// Makes the FIFO, for its owner only, in place of what an earlier one left there; it is gone
  /// with this. Fails with a sentence.
  static Result<std::unique_ptr<TraceReader>> open(boost::asio::io_context& io,
                                                   const std::filesystem::path& path,
                                                   OnLine on_line);
  TraceReader(const TraceReader&) = delete;
  TraceReader& operator=(const TraceReader&) = delete;
  ~TraceReader();

  /// Takes, now, all that is in the FIFO: what a QEMU that has ended still had to say. An
  /// unfinished line is dropped.
  void drain();

 private:
  TraceReader(boost::asio::io_context& io, int descriptor, std::filesystem::path path,
              OnLine on_line);
  void wait();
  std::size_t read_some();
  void take_lines();

  boost::asio::posix::stream_descriptor descriptor_;
  std::filesystem::path path_;
  OnLine on_line_;
  std::string received_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

/// A line of QEMU's log without the "1234@1700000000.123456:" that -msg timestamp=on puts before a
/// trace event.
std::string_view without_time_stamp(std::string_view line);

}  // namespace pinbridge::native_gpio
