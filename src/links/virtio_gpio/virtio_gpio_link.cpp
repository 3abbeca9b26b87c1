#include "links/virtio_gpio/virtio_gpio_link.hpp"

#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "links/virtio_gpio/feature_bits.hpp"
#include "links/virtio_gpio/virtio_gpio_wire.hpp"

namespace pinbridge {
namespace {

/// A guest can break its driver in a loop; a log file cannot grow for that.
constexpr int kFailuresTold = 3;

}  // namespace

VirtioGpioLink::Peer::Peer(VirtioGpioLink& link, Protocol::socket socket)
    : session(link.loop_, link.device_, link),
      channel(
          std::move(socket),
          {.on_message = [this](vhost_user::Message& message) { return session.handle(message); },
           .on_end = [&link](const std::optional<Error>& error) { link.part(error); }}) {}

VirtioGpioLink::VirtioGpioLink(EventLoop& loop, GpioLines& lines, std::filesystem::path socket,
                               Options options)
    : loop_(loop),
      lines_(lines),
      path_(std::move(socket)),
      options_(std::move(options)),
      device_(lines, {.interrupts = options_.interrupts}) {}

VirtioGpioLink::~VirtioGpioLink() {
  if (peer_) leave();
}

Result<void> VirtioGpioLink::start() {
  auto listener = UnixListener::open(loop_.io(), path_);
  if (!listener) return listener.error();
  listener_.emplace(std::move(*listener));
  listener_->accept({.on_peer = [this](Protocol::socket socket) { welcome(std::move(socket)); },
                     .on_pause =
                         [this](const std::string& why) {
                           spdlog::warn("{}: QEMU cannot be let in: {}; trying again in a second",
                                        options_.chip, why);
                         }});
  return {};
}

void VirtioGpioLink::welcome(Protocol::socket socket) {
  // A QEMU that was killed and started again may be heard before its predecessor's end is.
  if (peer_ && peer_->channel.peer_has_left()) part(std::nullopt);
  if (!peer_) {
    spdlog::info("{}: QEMU has connected", options_.chip);
    peer_ = std::make_unique<Peer>(*this, std::move(socket));
  } else if (!std::exchange(peer_->told_about_refusal, true)) {
    spdlog::warn("{}: a second QEMU is turned away from {}: a chip belongs to one guest at a time",
                 options_.chip, path_.string());
  }
}

void VirtioGpioLink::part(const std::optional<Error>& error) {
  if (error) {
    spdlog::warn("{}: the connection with QEMU is ended: {}", options_.chip, error->message);
  } else {
    spdlog::info("{}: QEMU has left", options_.chip);
  }
  leave();
}

void VirtioGpioLink::leave() {
  loop_.turn([this] {
    peer_.reset();
    lines_.set_connected(false, "");
  });
}

void VirtioGpioLink::driver_started(std::uint64_t features) {
  const bool interrupts = virtio::has(features, virtio_gpio::wire::VIRTIO_GPIO_F_IRQ);
  const std::string qemu = options_.qemu ? options_.qemu() : "";
  lines_.set_connected(true,
                       fmt::format("{}virtio-gpio {} interrupts", qemu.empty() ? "" : qemu + ", ",
                                   interrupts ? "with" : "without"));
  if (options_.interrupts && !interrupts) tell_about_interrupts();
}

void VirtioGpioLink::tell_about_interrupts() {
  if (std::exchange(peer_->told_about_interrupts, true)) return;
  // QEMU before 9.0 reads the configuration once, for itself, and never passes the feature on;
  // later ones ask anew for each of the driver's reads, which are several.
  if (peer_->session.config_reads() <= 1) {
    spdlog::warn(
        "{}: this QEMU (older than 9.0) carries values but no interrupts, so gpiomon will fail in "
        "the guest; QEMU 9.0 or later cures it (Debian 12: bookworm-backports)",
        options_.chip);
  } else {
    spdlog::warn(
        "{}: the guest's driver takes values but no interrupts, so gpiomon will fail in the guest; "
        "Linux 5.16 or later cures it",
        options_.chip);
  }
}

void VirtioGpioLink::driver_stopped() {
  lines_.set_connected(false, "the guest is paused, or its driver is gone");
}

void VirtioGpioLink::driver_failed(const Error& error) {
  const int failures = ++peer_->driver_failures;
  if (failures > kFailuresTold) return;
  spdlog::warn("{}: the guest's driver made {}; the chip rests until the guest resets it{}",
               options_.chip, error.message,
               failures == kFailuresTold ? ", and further such faults are not told" : "");
}

void VirtioGpioLink::memory_lost() {
  boost::asio::post(loop_.io(), [this, alive = std::weak_ptr(peer_->alive)] {
    if (alive.expired()) return;
    part(make_error(ErrorCode::invalid, "the guest's memory was cut short while it was shared"));
  });
}

}  // namespace pinbridge
