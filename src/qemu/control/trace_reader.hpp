#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/unique_fd.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::qemu {

/// The FIFO into which a QEMU writes its log (-D), line by line. It is open for as long as this
/// lives, whether or not a QEMU is there: a QEMU that starts waits for a reader, and one that runs
/// waits, with all of its machine, while the FIFO is full.
///
/// Each line that QEMU writes wakes a reader that waits for it, which costs QEMU's machine time.
/// Therefore a reader that has received a flood of lines does not wait for the next one, but looks
/// after kNap. Their times are QEMU's, so no edge is later for that.
class TraceReader final : private Backlog {
 public:
  /// Called on the loop for each line, without its end and without QEMU's time stamp. `written` is
  /// when QEMU wrote it, or Time::max() if the line has no time.
  using OnLine = std::function<void(std::string_view line, Time written)>;

  /// So many lines within kNap are a flood.
  static constexpr std::size_t kFlood = 16;
  static constexpr Duration kNap = std::chrono::microseconds(200);

  /// Creates the FIFO, for its owner only, and replaces the file of an earlier one; it is gone with
  /// this. `loop` outlives it. Fails with a sentence.
  static Result<std::unique_ptr<TraceReader>> open(EventLoop& loop,
                                                   const std::filesystem::path& path,
                                                   OnLine on_line);
  TraceReader(const TraceReader&) = delete;
  TraceReader& operator=(const TraceReader&) = delete;
  ~TraceReader() override;

  /// Takes, now, all that is in the FIFO: the last output of a QEMU that has ended. An
  /// unfinished line is dropped.
  void drain();

 private:
  /// The most bytes that are read at once.
  static constexpr std::size_t kChunk = 16384;
  /// QEMU's own lines have a hundred bytes.
  static constexpr std::size_t kLongestLine = 65536;

  struct Portion {
    std::size_t bytes;
    std::size_t lines;
  };
  TraceReader(EventLoop& loop, UniqueFd fifo, std::filesystem::path path, OnLine on_line);
  bool napping() const { return !descriptor_.is_open(); }
  void wait();
  void nap();
  void wait_or_nap();
  bool is_flooded();
  bool take_backlog() override;
  bool read_up_to(std::size_t most);
  Portion read_some();
  std::size_t take_lines(std::size_t size);
  void pass_on(std::string_view line, Time written);

  EventLoop& loop_;
  UniqueFd fifo_;
  boost::asio::posix::stream_descriptor descriptor_;  ///< of fifo_, which it does not own; closed
                                                      ///< during a nap
  boost::asio::steady_timer nap_;
  std::filesystem::path path_;
  OnLine on_line_;
  std::array<char, kLongestLine + kChunk> buffer_{};
  std::size_t kept_ = 0;   ///< of the buffer: the beginning of a line
  std::size_t lines_ = 0;  ///< since since_
  Time since_{};
  bool taking_ = false;  ///< lines; nothing is read in between
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::qemu
