#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "base/gpio_lines.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "loop/event_loop.hpp"
#include "loop/peer_socket.hpp"

namespace pinbridge::ivshmem {

/// The server of QEMU's `ivshmem-doorbell` device, whose memory has the registers of one chip.
///
/// QEMU connects when it makes the device, and cannot connect again. Each QEMU has memory of its
/// own.
class IvshmemLink final : private PeerSocket::Server {
 public:
  /// The guest sees the memory as a BAR of this size.
  static constexpr std::size_t kMemorySize = std::size_t{1} << 20U;
  /// How often outputs are polled: soon after a change, and otherwise.
  static constexpr Duration kBusyPoll = std::chrono::microseconds(500);
  static constexpr Duration kQuietPoll = std::chrono::milliseconds(1);

  /// `loop` and `lines` outlive the link. `chip` is the name in log lines.
  IvshmemLink(EventLoop& loop, GpioLines& lines, std::filesystem::path socket, std::string chip);
  ~IvshmemLink() override;

  /// Listens; everything else happens on the loop. Fails if the socket cannot be created.
  Result<void> start() { return socket_.start(); }

  bool has_peer() const override { return peer_ != nullptr; }

 private:
  struct Peer;

  bool peer_has_left() override;
  void begin(UnixSocket socket) override;
  void leave() override;

  EventLoop& loop_;
  GpioLines& lines_;
  std::string chip_;
  std::shared_ptr<Peer> peer_;  ///< its coroutines' too
  PeerSocket socket_;
};

}  // namespace pinbridge::ivshmem
