#include "parts/tm1637.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "bench/paced_news.hpp"
#include "parts/seven_segment_glyphs.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kClk{0};
constexpr PinIndex kDio{1};

constexpr int kBits = 8;
constexpr std::size_t kAddresses = 6;  ///< of which the module uses the first four
constexpr std::size_t kDigits = 4;
constexpr std::size_t kDigitWithColon = 1;

constexpr Duration kNewsWindow = std::chrono::milliseconds(20);

/// The controller's registers, and the meaning of its bytes.
class Tm1637 {
 public:
  void start() { first_ = true; }

  void take(std::uint8_t byte) {
    if (!std::exchange(first_, false)) return write(byte);
    constexpr unsigned kKind = 0xC0;
    switch (byte & kKind) {
      case 0x40:
        stays_ = (byte & 0x04U) != 0;
        reads_keys_ = (byte & 0x02U) != 0;
        break;
      case 0x80:
        intensity_ = (byte & 0x08U) != 0 ? (byte & 0x07) + 1 : 0;
        break;
      case 0xC0:
        address_ = byte & 0x07U;
        reads_keys_ = false;
        break;
      default:
        break;
    }
  }

  int intensity() const { return intensity_; }
  /// What is lit in a digit; nothing while the display is off.
  std::uint8_t lit(std::size_t digit) const {
    return intensity_ > 0 ? segments_[digit] : std::uint8_t{0};
  }

 private:
  void write(std::uint8_t byte) {
    if (reads_keys_) return;
    if (address_ < kAddresses) segments_[address_] = byte;
    if (!stays_) address_ = (address_ + 1) % kAddresses;
  }

  std::array<std::uint8_t, kAddresses> segments_{};
  std::size_t address_ = 0;
  bool first_ = true;  ///< the next byte is a command
  bool stays_ = false;
  bool reads_keys_ = false;
  int intensity_ = 0;
};

class Tm1637Display : public Part {
 public:
  Layout layout() const override {
    return {.pins = {{"CLK", PinRole::passive, pull(true)},
                     {"DIO", PinRole::passive, pull(true)},
                     "VCC",
                     "GND"}};
  }
  bool senses() const override { return true; }

  /// As on I²C, but with the lowest bit first and without an address.
  void sensed(PinIndex, Signal) override {
    const bool clk = is_high(kClk);
    const bool dio = is_high(kDio);
    const bool clk_was = std::exchange(clk_, clk);
    const bool dio_was = std::exchange(dio_, dio);
    if (clk && clk_was && dio != dio_was) {
      in_transfer_ = !dio;
      bits_ = 0;
      acknowledges_ = false;
      if (in_transfer_) controller_.start();
    } else if (clk && !clk_was && in_transfer_ && !acknowledges_) {
      byte_ = static_cast<std::uint8_t>(byte_ >> 1U | (dio ? 0x80U : 0U));
      ++bits_;
    } else if (!clk && clk_was) {
      clock_falls();
    }
    host().drive(kDio, acknowledges_ ? strong(false) : pull(true));
  }

  std::vector<ControlState> shows() const override {
    std::string text;
    std::string segments;
    for (std::size_t digit = 0; digit < kDigits; ++digit) {
      const std::uint8_t lit = controller_.lit(digit);
      text += seven_segment_glyph(lit & 0x7F);
      if (digit == kDigitWithColon && (lit & 0x80U) != 0) text += ':';
      segments += fmt::format("{:02x}", lit);
    }
    return {{"text", text}, {"segments", segments}, {"intensity", controller_.intensity()}};
  }

 protected:
  void placed() override {
    host().drive(kClk, pull(true));
    host().drive(kDio, acknowledges_ ? strong(false) : pull(true));
    clk_ = is_high(kClk);
    dio_ = is_high(kDio);
  }

 private:
  bool is_high(PinIndex pin) const { return host().signal(pin).level == Level::high; }

  void clock_falls() {
    acknowledges_ = false;
    if (bits_ < kBits) return;
    acknowledges_ = true;
    bits_ = 0;
    controller_.take(byte_);
    news_.tell(host());
  }

  Tm1637 controller_;
  bool clk_ = true;
  bool dio_ = true;
  bool in_transfer_ = false;
  bool acknowledges_ = false;
  std::uint8_t byte_ = 0;
  int bits_ = 0;
  PacedNews news_{kNewsWindow};
};

}  // namespace

PartType tm1637_type() {
  return {.name = "wokwi-tm1637-7segment",
          .summary = "Four-digit seven-segment display with a TM1637",
          .attributes = {{"color", "red", ""}},
          .make = [](Attributes&) { return std::make_unique<Tm1637Display>(); }};
}

}  // namespace pinbridge::parts
