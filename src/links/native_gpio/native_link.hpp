#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "links/native_gpio/native_session.hpp"
#include "links/native_gpio/trace_reader.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"

namespace pinbridge::native_gpio {

/// Joins the chips of one machine with the GPIO controllers that its QEMU emulates, by QEMU's own
/// trace, qtest and QMP. One QEMU at a time; after it has left another may come.
///
/// Who can open these sockets can read and write all of the guest: the directory is for its owner
/// only.
class NativeLink {
 public:
  /// `loop` and the chips' lines outlive it.
  NativeLink(EventLoop& loop, std::string machine, std::filesystem::path directory,
             std::vector<ChipBinding> chips);
  NativeLink(const NativeLink&) = delete;
  NativeLink& operator=(const NativeLink&) = delete;
  ~NativeLink();

  /// Makes the directory and waits there for a QEMU. Fails with a sentence.
  Result<void> start();

  /// Whether a QEMU is connected.
  bool has_peer();

  /// Takes, now, what QEMU has said so far.
  void take_last_words();

 private:
  using Socket = UnixListener::Protocol::socket;

  Result<void> make_directory() const;
  Result<UnixListener> listen(const std::filesystem::path& path, std::optional<Socket>& peer);
  void welcome(std::optional<Socket>& place, Socket peer);
  bool waits_for_another(Socket& peer);
  void forget_who_left();
  void begin();
  void end(const std::string& why);

  EventLoop& loop_;
  std::string machine_;
  std::filesystem::path directory_;
  std::vector<ChipBinding> chips_;
  std::unique_ptr<TraceReader> log_;
  std::optional<UnixListener> qtest_listener_;
  std::optional<UnixListener> qmp_listener_;
  std::optional<Socket> qtest_peer_;  ///< that waits for the other
  std::optional<Socket> qmp_peer_;
  std::unique_ptr<NativeSession> session_;
  bool deaf_ = false;  ///< to a QEMU that said what cannot be, and may go on to trace
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::native_gpio
