#include "parts/ili9341.hpp"

#include <chrono>

#include "bench/paced_news.hpp"
#include "parts/ili9341_display.hpp"
#include "parts/spi_target.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kReset{3};
constexpr PinIndex kDataOrCommand{4};
constexpr SpiPins kSpi{
    .select = PinIndex{2}, .clock = PinIndex{6}, .in = PinIndex{5}, .out = PinIndex{8}};

constexpr Duration kNewsWindow = std::chrono::milliseconds(200);

class Ili9341 : public Part, private SpiDevice {
 public:
  Layout layout() const override {
    return {.pins = {"VCC",
                     "GND",
                     {"CS", PinRole::input},
                     "RST",
                     {"D/C", PinRole::input},
                     {"MOSI", PinRole::input},
                     {"SCK", PinRole::input},
                     "LED",
                     "MISO"}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin == kReset && signal.level == Level::low) {
      display_.reset();
      news_.tell(host());
    }
    port_.set_answers(display_.is_read());
    port_.sensed(pin);
  }
  void settled() override { port_.settle(host()); }

  std::vector<ControlState> shows() const override {
    return {{"display", display_.is_on() ? 1 : 0}, {"pixels", display_.pixels()}};
  }

 private:
  std::uint8_t spi_exchange(std::uint8_t byte) override {
    if (host().signal(kReset).level == Level::low) return 0;
    const bool is_data = host().signal(kDataOrCommand).level == Level::high;
    if (!is_data) {
      display_.command(byte);
    } else if (!display_.is_read()) {
      display_.data(byte);
    }
    news_.tell(host());
    return display_.is_read() ? display_.read() : 0;
  }

  Ili9341Display display_;
  SpiPort port_{kSpi, *this};
  PacedNews news_{kNewsWindow};
};

}  // namespace

PartType ili9341_type() {
  return {.name = "wokwi-ili9341",
          .summary = "Color display of 240×320 pixels, with an ILI9341 on SPI",
          .attributes = {{"flipHorizontal", "0", ""}, {"flipVertical", "0", ""}},
          .make = [](Attributes&) { return std::make_unique<Ili9341>(); }};
}

}  // namespace pinbridge::parts
