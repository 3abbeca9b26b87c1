#include "parts/i2c_lcd.hpp"

#include "bench/paced_news.hpp"
#include "parts/hd44780.hpp"
#include "parts/i2c_target.hpp"
#include "parts/lcd_shows.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kSda{2};
constexpr PinIndex kScl{3};

constexpr std::uint8_t kRs = 0x01;
constexpr std::uint8_t kRw = 0x02;
constexpr std::uint8_t kE = 0x04;
constexpr std::uint8_t kBacklight = 0x08;
constexpr std::uint8_t kData = 0xF0;
constexpr int kFull = 100;

constexpr Duration kNewsWindow = std::chrono::milliseconds(50);

class I2cLcd : public Part, private I2cDevice {
 public:
  I2cLcd(const LcdGlass& glass, std::uint8_t address)
      : glass_(glass), port_(kScl, kSda, address, *this) {}

  Layout layout() const override {
    return {.pins = {"GND", "VCC", I2cPort::pin("SDA"), I2cPort::pin("SCL")}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override { port_.sensed(pin); }

  std::vector<ControlState> shows() const override {
    return lcd_shows(glass_, lcd_, has(kBacklight) ? kFull : 0);
  }

 protected:
  void placed() override {
    if (!has_power_) lcd_.power_up(host().now());
    has_power_ = true;
    port_.place(host());
  }

 private:
  bool has(std::uint8_t bits) const { return (latch_ & bits) != 0; }
  Hd44780::Register selected() const {
    return has(kRs) ? Hd44780::Register::data : Hd44780::Register::instruction;
  }

  bool i2c_write(std::uint8_t byte) override {
    const std::uint8_t before = latch_;
    latch_ = byte;
    const bool was_in_cycle = (before & kE) != 0;
    if (was_in_cycle && !has(kE)) end_cycle(before);
    if (((before ^ latch_) & kBacklight) != 0) news_.tell(host());
    return true;
  }

  /// RS and RW are those of the cycle, and a write takes what the data pins have at its end.
  void end_cycle(std::uint8_t before) {
    const auto target =
        (before & kRs) != 0 ? Hd44780::Register::data : Hd44780::Register::instruction;
    if ((before & kRw) != 0) {
      lcd_.end_read(target, host().now());
      if (target == Hd44780::Register::instruction) return;
    } else {
      lcd_.write(target, static_cast<std::uint8_t>(latch_ & kData), host().now());
    }
    news_.tell(host());
  }

  /// The port's pins: what the LCD drives in a read cycle, as far as the port lets it.
  std::uint8_t i2c_read() override {
    if (!has(kE) || !has(kRw)) return latch_;
    const std::uint8_t driven = lcd_.read(selected(), host().now());
    return static_cast<std::uint8_t>((latch_ & ~kData) | (latch_ & driven & kData));
  }

  LcdGlass glass_;
  Hd44780 lcd_;
  I2cPort port_;
  bool has_power_ = false;
  std::uint8_t latch_ = 0xFF;
  PacedNews news_{kNewsWindow};
};

}  // namespace

std::unique_ptr<Part> make_i2c_lcd(const LcdGlass& glass, std::uint8_t address) {
  return std::make_unique<I2cLcd>(glass, address);
}

}  // namespace pinbridge::parts
