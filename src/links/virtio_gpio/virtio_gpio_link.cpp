#include "links/virtio_gpio/virtio_gpio_link.hpp"

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

#include "links/virtio_gpio/virtio_gpio_wire.hpp"
#include "virtio/feature_bits.hpp"

namespace pinbridge::virtio_gpio {
namespace {

/// A guest can break its driver in a loop; a log file cannot grow for that.
constexpr int kFailuresTold = 3;
constexpr Duration kShareToldEvery = std::chrono::seconds(60);

}  // namespace

VirtioGpioLink::Peer::Peer(VirtioGpioLink& link, UnixSocket socket)
    : session(link.loop_, link.device_, link),
      channel(
          std::move(socket),
          {.on_message = [this](vhost_user::Message& message) { return session.handle(message); },
           .on_end = [&link](const std::optional<Error>& error) { link.socket_.part(error); }}) {}

VirtioGpioLink::VirtioGpioLink(EventLoop& loop, GpioLines& lines, std::filesystem::path socket,
                               Options options)
    : loop_(loop),
      lines_(lines),
      options_(std::move(options)),
      device_(lines, {.interrupts = options_.interrupts}),
      socket_(loop, std::move(socket), options_.chip, "QEMU", *this) {}

VirtioGpioLink::~VirtioGpioLink() {
  if (peer_) leave();
}

void VirtioGpioLink::begin(UnixSocket socket) {
  peer_ = std::make_unique<Peer>(*this, std::move(socket));
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
  // later ones ask again for each of the driver's several reads.
  if (peer_->session.config_reads() <= 1) {
    spdlog::warn(
        "{}: this QEMU (older than 9.0) supports values but no interrupts, so gpiomon will fail in "
        "the guest; use QEMU 9.0 or later (Debian 12: bookworm-backports)",
        options_.chip);
  } else {
    spdlog::warn(
        "{}: the guest's driver supports values but no interrupts, so gpiomon will fail in the "
        "guest; use Linux 5.16 or later",
        options_.chip);
  }
}

void VirtioGpioLink::driver_stopped() {
  lines_.set_connected(false,
                       "the guest is paused, or its driver was unloaded; its outputs are kept");
}

void VirtioGpioLink::driver_failed(const Error& error) {
  const int failures = ++peer_->driver_failures;
  if (failures > kFailuresTold) return;
  spdlog::warn("{}: the guest's driver sent {}; the chip is stopped until the guest resets it{}",
               options_.chip, error.message,
               failures == kFailuresTold ? ", and further such faults are not logged" : "");
}

void VirtioGpioLink::driver_over_share() {
  const Time now = std::chrono::steady_clock::now();
  if (peer_->told_about_share && now - *peer_->told_about_share < kShareToldEvery) return;
  peer_->told_about_share = now;
  spdlog::warn("{}: the guest sends requests faster than the bench handles them; they wait",
               options_.chip);
}

void VirtioGpioLink::memory_lost() {
  // Not within the runner, which the end destroys.
  peer_->ending = Dialogue(loop_.io().get_executor(), "end of a connection", end_for_lost_memory());
}

Dialogue::Steps VirtioGpioLink::end_for_lost_memory() {
  socket_.part(
      make_error(ErrorCode::invalid, "the guest's memory was truncated while it was shared"));
  co_return;
}

}  // namespace pinbridge::virtio_gpio
