#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "vhost_user/guest_memory.hpp"
#include "vhost_user/received_fd.hpp"
#include "vhost_user/vring.hpp"
#include "virtio/device.hpp"

namespace pinbridge::vhost_user {

/// Receives the state of the guest's driver. Called within a DeviceRunner, which must not be
/// destroyed there.
class DriverListener {
 public:
  DriverListener() = default;
  DriverListener(const DriverListener&) = delete;
  DriverListener& operator=(const DriverListener&) = delete;
  virtual ~DriverListener() = default;

  /// The driver works with the device now, having accepted `features`; or it no longer does.
  virtual void driver_started(std::uint64_t features) = 0;
  virtual void driver_stopped() = 0;

  /// The driver broke the rules of its rings: the device is stopped until it is reset.
  virtual void driver_failed(const Error& error) = 0;

  /// The driver requests more than its share of the loop's time allows, for a second by now. The
  /// rest of its requests waits while others are served.
  virtual void driver_over_share() = 0;

  /// The guest's memory was truncated: nothing is served any more.
  virtual void memory_lost() = 0;
};

/// Serves a device's rings on the loop, by kicks and by polling.
///
/// A ring with wrong content is the guest's fault. QEMU cannot connect a second time, so the
/// connection is kept: the device is reset and stopped, and works again when the driver restarts.
class DeviceRunner final : private Poller {
 public:
  DeviceRunner(EventLoop& loop, virtio::Device& device, DriverListener& listener);
  ~DeviceRunner() override;

  std::size_t ring_count() const { return rings_.size(); }
  Vring& ring(std::size_t index) { return *rings_[index]; }
  bool any_running() const;

  // Each repeats a kick or an interrupt that the previous descriptor may have missed.
  Result<void> set_kick(std::size_t index, ReceivedFd event_fd);
  void set_call(std::size_t index, ReceivedFd event_fd);
  void set_features(std::uint64_t features) { features_ = features; }

  /// Rings that run go on in the new memory. An error if one of them is not in it.
  Result<void> replace_memory(GuestMemory memory);

  /// An error if a ring that should start cannot.
  Result<void> start_what_is_set_up();
  void stop(std::size_t index);

  /// Stops all rings, and resets the device's state from its driver.
  void reset();

 private:
  Result<void> start(std::size_t index);
  bool served(std::size_t index) const;
  void on_kick(std::size_t index);
  /// Whether the ring has work. If not, its driver kicks at the next: a device may have taken what
  /// a kick is about before the kick arrives, and with event indices no further kick would come.
  bool has_work_or_waits(std::size_t index);
  void run(std::size_t index);
  void run_rounds(std::size_t index);
  void run_later(std::size_t index);
  void note_share(std::size_t index, bool used_up);
  void rest(std::size_t index, const Error& error);
  void lose();

  bool poll() override;
  void set_spinning(bool spinning) override;

  EventLoop& loop_;
  virtio::Device& device_;
  DriverListener& listener_;
  std::vector<std::unique_ptr<Vring>> rings_;
  GuestMemory memory_;
  std::uint64_t features_ = 0;
  std::vector<bool> due_;  ///< a run of that ring is posted: one is enough, however many kicks come
  std::vector<std::optional<Time>> over_share_since_;  ///< of each ring that is
  bool resting_ = false;  ///< the device is reset, and has no queue, until all rings have stopped
  bool lost_ = false;     ///< the same, for good
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::vhost_user
