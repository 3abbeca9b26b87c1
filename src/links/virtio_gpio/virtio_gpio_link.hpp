#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/gpio_lines.hpp"
#include "base/result.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "loop/dialogue.hpp"
#include "loop/event_loop.hpp"
#include "loop/peer_socket.hpp"
#include "vhost_user/channel.hpp"
#include "vhost_user/device_runner.hpp"
#include "vhost_user/session.hpp"

namespace pinbridge::virtio_gpio {

/// Gives a guest of QEMU the lines of one chip as a virtio-gpio device, over a vhost-user socket.
///
/// QEMU connects (`-chardev socket,path=… -device vhost-user-gpio-pci`, memory shared); one at a
/// time, and another may connect after it has disconnected. Outputs stay as they are while
/// the guest's queues are stopped: QEMU stops them when the machine is paused, and when the driver
/// is unloaded or the guest reboots, which looks the same from here. Every line is released when
/// another driver starts, and when QEMU disconnects.
class VirtioGpioLink final : private vhost_user::DriverListener, private PeerSocket::Server {
 public:
  struct Options {
    std::string chip;  ///< its name, in log lines
    /// What has connected, for people: "QEMU 10.0"; empty, or an empty text: unknown.
    std::function<std::string()> qemu = {};
    bool interrupts = true;  ///< offer them to the guest
  };

  /// `loop` and `lines` are not owned and outlive the link.
  VirtioGpioLink(EventLoop& loop, GpioLines& lines, std::filesystem::path socket, Options options);
  ~VirtioGpioLink() override;

  /// Listens; everything else happens on the loop. Fails if the socket cannot be created.
  Result<void> start() { return socket_.start(UnixListener::Accepts::descriptors); }

  /// Whether a QEMU is connected, its guest's driver running or not.
  bool has_peer() const override { return peer_ != nullptr; }

 private:
  /// A front end that is connected.
  struct Peer {
    Peer(VirtioGpioLink& link, UnixSocket socket);
    vhost_user::Session session;
    vhost_user::Channel channel;
    bool told_about_interrupts = false;
    int driver_failures = 0;
    std::optional<Time> told_about_share;
    Dialogue ending;  ///< once the memory is lost
  };

  bool peer_has_left() override { return peer_->channel.peer_has_left(); }
  void begin(UnixSocket socket) override;
  void leave() override;
  Dialogue::Steps end_for_lost_memory();
  void tell_about_interrupts();

  void driver_started(std::uint64_t features) override;
  void driver_stopped() override;
  void driver_failed(const Error& error) override;
  void driver_over_share() override;
  void memory_lost() override;

  EventLoop& loop_;
  GpioLines& lines_;
  Options options_;
  virtio_gpio::GpioDevice device_;
  std::unique_ptr<Peer> peer_;
  PeerSocket socket_;
};

}  // namespace pinbridge::virtio_gpio
