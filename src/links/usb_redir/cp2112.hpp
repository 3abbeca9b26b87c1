#pragma once

#include <array>
#include <cstdint>
#include <deque>

#include "base/gpio_lines.hpp"
#include "links/usb_redir/usb_device.hpp"

namespace pinbridge::usb_redir {

/// Silicon Labs' CP2112, a HID device of eight GPIO lines, as Linux's hid-cp2112 drives it
/// (application note AN495). It reports no edges: the driver polls. There is nothing on its I2C
/// bus.
class Cp2112 final : public UsbDevice {
 public:
  static constexpr std::uint16_t kLines = 8;

  /// `lines` are kLines, outlive it, and are released when it goes.
  explicit Cp2112(GpioLines& lines);
  ~Cp2112() override;

  const DeviceDescription& description() const override { return description_; }
  std::optional<Bytes> control(const Setup& setup, std::span<const std::byte> data) override;
  bool put(std::uint8_t endpoint, std::span<const std::byte> data) override;
  std::optional<Bytes> take(std::uint8_t endpoint) override;
  void reset() override;

 private:
  /// Its state after power-up: all inputs; an output would be at high, by open drain.
  struct Pins {
    std::uint8_t outputs = 0;
    std::uint8_t push_pull = 0;
    std::uint8_t special = 0;
    std::uint8_t clock_divider = 0;
    std::uint8_t latch = 0xff;
  };

  std::optional<Bytes> report(std::uint8_t id);
  bool take_report(std::span<const std::byte> report);
  std::uint8_t levels();
  void apply(std::uint8_t changed);

  GpioLines& lines_;
  DeviceDescription description_;
  Pins pins_;
  Bytes smbus_configuration_;
  std::deque<Bytes> input_reports_;
};

}  // namespace pinbridge::usb_redir
