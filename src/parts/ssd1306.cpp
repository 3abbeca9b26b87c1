#include "parts/ssd1306.hpp"

#include <utility>

#include "bench/paced_news.hpp"
#include "parts/i2c_target.hpp"
#include "parts/ssd1306_display.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint8_t kOneByteFollows = 0x80;
constexpr std::uint8_t kIsData = 0x40;
constexpr std::uint8_t kUsualAddress = 0x3C;

constexpr Duration kNewsWindow = std::chrono::milliseconds(50);

/// The pins of a module.
struct Ssd1306Pins {
  std::vector<PinSpec> all;
  PinIndex scl;
  PinIndex sda;
};

class Ssd1306 : public Part, private I2cDevice {
 public:
  Ssd1306(Ssd1306Pins pins, std::uint8_t address)
      : pins_(std::move(pins)), port_(pins_.scl, pins_.sda, address, *this) {}

  Layout layout() const override { return {.pins = pins_.all}; }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override { port_.sensed(pin); }

  std::vector<ControlState> shows() const override {
    return {{"display", display_.is_on() ? 1 : 0},
            {"contrast", display_.contrast()},
            {"pixels", display_.pixels()}};
  }

 protected:
  void placed() override { port_.place(host()); }

 private:
  void i2c_started(bool) override { awaits_control_ = true; }

  /// A control byte gives the kind of the following data: one byte, or all until the end.
  bool i2c_write(std::uint8_t byte) override {
    if (awaits_control_) {
      control_ = byte;
      awaits_control_ = false;
      return true;
    }
    if ((control_ & kIsData) != 0) {
      display_.data(byte);
    } else {
      display_.command(byte);
    }
    awaits_control_ = (control_ & kOneByteFollows) != 0;
    changed_ = true;
    return true;
  }

  /// The status: bit 6 is set while the display is off.
  std::uint8_t i2c_read() override { return display_.is_on() ? 0 : 0x40; }

  void i2c_stopped() override {
    if (std::exchange(changed_, false)) news_.tell(host());
  }

  Ssd1306Pins pins_;
  I2cPort port_;
  Ssd1306Display display_;
  bool awaits_control_ = true;
  std::uint8_t control_ = 0;
  bool changed_ = false;
  PacedNews news_{kNewsWindow};
};

PartType module_type(std::string name, Ssd1306Pins pins) {
  return {.name = std::move(name),
          .summary = "OLED display of 128×64 pixels, with an SSD1306 on I²C",
          .attributes = {{"i2cAddress", "0x3c", "its address, 0x08 to 0x77"}},
          .make = [pins = std::move(pins)](Attributes& attributes) {
            return std::make_unique<Ssd1306>(pins,
                                             i2c_address(attributes, "i2cAddress", kUsualAddress));
          }};
}

}  // namespace

PartType ssd1306_type() {
  return module_type("wokwi-ssd1306", {{I2cPort::pin("DATA"), I2cPort::pin("CLK"), "DC", "RST",
                                        "CS", "3V3", "VIN", "GND"},
                                       PinIndex{1},
                                       PinIndex{0}});
}

PartType ssd1306_board_type() {
  return module_type(
      "board-ssd1306",
      {{"GND", "VCC", I2cPort::pin("SCL"), I2cPort::pin("SDA")}, PinIndex{2}, PinIndex{3}});
}

}  // namespace pinbridge::parts
