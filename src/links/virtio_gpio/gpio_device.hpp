#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/gpio_lines.hpp"
#include "links/virtio_gpio/line_interrupt.hpp"
#include "links/virtio_gpio/virtio_gpio_wire.hpp"
#include "virtio/device.hpp"

namespace pinbridge::virtio_gpio {

/// The GPIO device of virtio 1.3, 5.18, over any GpioLines and any queues. Independent of sockets.
///
/// Valid requests of the driver are answered; invalid ones are answered with an error status.
class GpioDevice final : public virtio::Device {
 public:
  struct Options {
    bool interrupts = true;  ///< offer VIRTIO_GPIO_F_IRQ
  };

  /// `lines` has 1 line at least, is not owned, and is released line by line when the device goes.
  explicit GpioDevice(GpioLines& lines);
  GpioDevice(GpioLines& lines, Options options);
  ~GpioDevice() override;

  std::uint64_t features() const override;
  unsigned queue_count() const override { return 2; }
  std::span<const std::byte> config() const override;
  void negotiated(std::uint64_t features) override;
  void queue_started(unsigned index, virtio::Queue& queue) override;
  void queue_stopping(unsigned index) override;
  Result<void> process(unsigned index) override;
  void reset() override;

 private:
  struct Line {
    std::uint8_t direction = wire::VIRTIO_GPIO_DIRECTION_NONE;
    bool value = false;  ///< of the output, also before it is one
    LineInterrupt interrupt;
  };

  /// nullopt: it cannot be done, an error status.
  using Answer = std::optional<std::uint8_t>;

  Result<void> process_requests();
  Result<void> process_events(std::size_t most);
  std::uint32_t answer(const virtio::Chain& chain);
  static std::uint32_t answer_failure(const virtio::Chain& chain);
  std::uint32_t answer_names(const virtio::Chain& chain) const;
  Answer execute(const wire::virtio_gpio_request& request);
  Answer set_direction(LineOffset offset, std::uint32_t direction);
  Answer set_value(LineOffset offset, std::uint32_t value);
  Answer set_trigger(LineOffset offset, std::uint32_t number);
  void on_level(LineOffset offset, bool level);
  void go_on_if_taken(LineOffset offset);
  void take_event_buffer(const virtio::Chain& chain);
  void give_back(const std::optional<LineInterrupt::Return>& taken);
  void write_event(const virtio::Chain& chain, bool valid);
  void drive_outputs();
  void release_outputs();
  Line& line(LineOffset offset) { return states_[offset.value()]; }

  GpioLines& lines_;
  Options options_;
  std::string names_;  ///< as the driver gets them; empty where no line has one
  wire::virtio_gpio_config config_{};
  bool interrupts_ = false;  ///< VIRTIO_GPIO_F_IRQ was accepted
  std::vector<Line> states_;
  virtio::Queue* requests_ = nullptr;
  virtio::Queue* events_ = nullptr;
  std::size_t events_taken_ = 0;  ///< on behalf of the requests of this process()
  std::optional<Error> fault_;    ///< found outside of process(), which reports it next
};

}  // namespace pinbridge::virtio_gpio
