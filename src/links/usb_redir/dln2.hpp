#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/gpio_lines.hpp"
#include "links/usb_redir/usb_device.hpp"

namespace pinbridge::usb_redir {

/// Diolan's DLN-2, an adapter of up to 32 GPIO lines with interrupts, as Linux's dln2 and gpio-dln2
/// drive it. Of its other modules it has none.
class Dln2 final : public UsbDevice {
 public:
  static constexpr std::uint16_t kMostLines = 32;

  /// Messages queued for the guest. Further edges are merged by line, and the last level of each is
  /// reported when there is room; a further request stalls.
  static constexpr std::size_t kMostMessages = 256;

  /// `lines` has up to kMostLines lines, outlives it, and is released when it is destroyed.
  explicit Dln2(GpioLines& lines);
  ~Dln2() override;

  const DeviceDescription& description() const override { return description_; }
  std::optional<Bytes> control(const Setup& setup, std::span<const std::byte> data) override;
  bool put(std::uint8_t endpoint, std::span<const std::byte> data) override;
  std::optional<Bytes> take(std::uint8_t endpoint) override;
  void reset() override;

 private:
  /// What makes an event: the numbers are the protocol's.
  enum class Event : std::uint8_t { none = 0, change = 1, high = 2, low = 3 };

  struct Line {
    bool enabled = false;
    bool output = false;
    bool latch = false;
    Event event = Event::none;
    bool late = false;  ///< an event of it found no room
  };

  /// The result, and the data after it.
  struct Answer {
    std::uint16_t result = 0;
    Bytes data;
  };

  Answer execute(std::uint16_t command, LittleEndianReader& arguments);
  Answer execute_on_line(std::uint8_t command, LineOffset offset, LittleEndianReader& arguments);
  void on_level(LineOffset offset, bool level);
  void report(LineOffset offset, bool level);
  void report_late();
  void apply(LineOffset offset);
  Line& line(LineOffset offset) { return states_[offset.value()]; }

  GpioLines& lines_;
  DeviceDescription description_;
  std::vector<Line> states_;
  std::deque<Bytes> messages_;
  std::uint16_t events_ = 0;  ///< so far, counted as the device does
};

}  // namespace pinbridge::usb_redir
