#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.hpp"
#include "links/native_gpio/native_session.hpp"
#include "links/native_gpio/qemu_log.hpp"
#include "loop/dialogue.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"
#include "qemu/control/trace_reader.hpp"

namespace pinbridge::native_gpio {

/// Joins the chips of one machine with the GPIO controllers that its QEMU emulates, by QEMU's own
/// trace, qtest and QMP. One QEMU at a time; after it has left another may come.
///
/// Who can open these sockets can read and write all of the guest: the directory is for its owner
/// only.
class NativeLink {
 public:
  /// A QEMU that takes longer to answer than this is reported.
  static constexpr std::chrono::milliseconds kAnswerTime{10'000};

  /// `loop` and the chips' lines outlive it.
  NativeLink(EventLoop& loop, std::string machine, std::filesystem::path directory,
             std::vector<ChipBinding> chips, std::chrono::milliseconds answer_time = kAnswerTime);
  NativeLink(const NativeLink&) = delete;
  NativeLink& operator=(const NativeLink&) = delete;
  ~NativeLink();

  /// Makes the directory and waits there for a QEMU. Fails with a sentence.
  Result<void> start();

  /// Whether a QEMU is connected.
  bool has_peer();

  /// Reads, now, what QEMU has sent so far.
  void take_last_words();

 private:
  Result<UnixListener> listen(const std::filesystem::path& path, std::optional<UnixSocket>& peer);
  void welcome(std::optional<UnixSocket>& place, UnixSocket peer);
  bool waits_for_another(UnixSocket& peer);
  void refuse(UnixSocket& second);
  void forget_who_left();
  void begin();
  boost::asio::awaitable<void> await_answer();
  void report_silence();
  boost::asio::awaitable<void> end(std::string why);

  EventLoop& loop_;
  std::string machine_;
  std::filesystem::path directory_;
  std::vector<ChipBinding> chips_;
  std::chrono::milliseconds answer_time_;
  boost::asio::steady_timer answer_timer_;
  QemuLog qemu_log_;
  std::unique_ptr<qemu::TraceReader> log_;
  std::optional<UnixListener> qtest_listener_;
  std::optional<UnixListener> qmp_listener_;
  std::optional<UnixSocket> qtest_peer_;  ///< that waits for the other
  std::optional<UnixSocket> qmp_peer_;
  std::unique_ptr<NativeSession> session_;
  std::optional<pid_t> refused_;  ///< the last one, while another is connected
  int failures_ = 0;              ///< of sessions in a row
  std::chrono::steady_clock::time_point refused_until_;
  bool deaf_ = false;   ///< discards the trace of a QEMU that sent something invalid
  Dialogue answering_;  ///< until QEMU has answered, or its time is over
  Dialogue ending_;     ///< of the session, outside its handlers
};

}  // namespace pinbridge::native_gpio
