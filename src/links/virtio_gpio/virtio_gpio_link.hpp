#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/gpio_lines.hpp"
#include "base/result.hpp"
#include "links/virtio_gpio/channel.hpp"
#include "links/virtio_gpio/device_runner.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "links/virtio_gpio/session.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"

namespace pinbridge {

/// Gives a guest of QEMU the lines of one chip as a virtio-gpio device, over a vhost-user socket.
///
/// QEMU connects (`-chardev socket,path=… -device vhost-user-gpio-pci`, memory shared); one at a
/// time, and after it has left another may. When the guest's driver leaves (reboot, unload, crash,
/// QEMU gone), every line is released. A paused machine looks the same from here: its lines are
/// released too, and driven again as they were when it goes on.
class VirtioGpioLink final : private vhost_user::DriverListener {
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

  /// Listens; everything else happens on the loop. Fails when the socket cannot be made.
  Result<void> start();

  /// Whether a QEMU is connected, its guest's driver running or not.
  bool has_peer() const { return peer_ != nullptr; }

 private:
  using Protocol = UnixListener::Protocol;

  /// A front end that is connected.
  struct Peer {
    Peer(VirtioGpioLink& link, Protocol::socket socket);
    vhost_user::Session session;
    vhost_user::Channel channel;
    bool told_about_interrupts = false;
    bool told_about_refusal = false;
    int driver_failures = 0;
    std::shared_ptr<const char> alive = std::make_shared<const char>();  ///< for late handlers
  };

  void welcome(Protocol::socket socket);
  void part(const std::optional<Error>& error);
  void leave();
  void tell_about_interrupts();

  void driver_started(std::uint64_t features) override;
  void driver_stopped() override;
  void driver_failed(const Error& error) override;
  void memory_lost() override;

  EventLoop& loop_;
  GpioLines& lines_;
  std::filesystem::path path_;
  Options options_;
  virtio_gpio::GpioDevice device_;
  std::optional<UnixListener> listener_;
  std::unique_ptr<Peer> peer_;
};

}  // namespace pinbridge
