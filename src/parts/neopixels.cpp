#include "parts/neopixels.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "bench/paced_news.hpp"

namespace pinbridge::parts {
namespace {

constexpr Duration kLongestZero = std::chrono::nanoseconds(600);
constexpr Duration kShows = std::chrono::microseconds(50);
constexpr Duration kNewsWindow = std::chrono::milliseconds(20);

constexpr std::size_t kBitsOfAPixel = 24;
constexpr std::int64_t kMostPixels = 4096;
constexpr std::int64_t kMostOfASide = 64;
constexpr std::int64_t kMostScale = 100'000;

/// The pins of a kind, and which of them are the data's.
struct Pins {
  std::vector<PinSpec> all;
  PinIndex in;
  PinIndex out;
};

class Neopixels : public Part {
 public:
  Neopixels(Pins pins, std::size_t count, std::int64_t scale)
      : pins_(std::move(pins)), scale_(scale), shown_(count), received_(count) {}

  Layout layout() const override { return {.pins = pins_.all}; }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (pin != pins_.in || !is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (std::exchange(high_, high) == high) return;
    const bool passes = bits_ >= kBitsOfAPixel * shown_.size();
    if (passes) host().drive(pins_.out, strong(high));
    if (high) {
      rest_.stop();
      rose_ = host().now();
      return;
    }
    if (!passes) take(host().now() - rose_ > kLongestZero * scale_);
    rest_.start(host(), kShows * scale_, [this] { show(); });
  }

  std::vector<ControlState> shows() const override {
    std::string pixels;
    for (const std::uint32_t pixel : shown_) {
      pixels += fmt::format("{}{:06x}", pixels.empty() ? "" : ",", pixel);
    }
    return {{"pixels", pixels}};
  }

 protected:
  void placed() override {
    host().drive(pins_.out, strong(false));
    high_ = host().signal(pins_.in).level == Level::high;
  }

 private:
  /// Green comes first, and red is first in what is shown.
  void take(bool bit) {
    constexpr std::size_t kByte = 8;
    std::uint32_t& pixel = received_[bits_ / kBitsOfAPixel];
    const std::size_t of_pixel = bits_ % kBitsOfAPixel;
    if (of_pixel == 0) pixel = 0;
    const std::size_t color = of_pixel / kByte == 0 ? 1 : of_pixel / kByte == 1 ? 0 : 2;
    const std::size_t place = (2 - color) * kByte + (kByte - 1 - of_pixel % kByte);
    if (bit) pixel |= std::uint32_t{1} << place;
    ++bits_;
  }

  void show() {
    bits_ = 0;
    if (shown_ == received_) return;
    shown_ = received_;
    news_.tell(host());
  }

  Pins pins_;
  std::int64_t scale_;
  std::vector<std::uint32_t> shown_;  ///< red, green and blue
  std::vector<std::uint32_t> received_;
  std::size_t bits_ = 0;
  bool high_ = false;
  Time rose_;
  PartTimer rest_;
  PacedNews news_{kNewsWindow};
};

AttributeSpec scale_attribute() {
  return {"timeScale", "1",
          "factor by which its pulses are longer than on the real part, 1 to 100000; no guest can "
          "generate pulses of 0.4 and 0.8 µs"};
}

PartType type_of(std::string name, std::string summary, Pins pins,
                 std::vector<AttributeSpec> attributes,
                 std::function<std::size_t(Attributes&)> count) {
  attributes.push_back(scale_attribute());
  return {.name = std::move(name),
          .summary = std::move(summary),
          .attributes = std::move(attributes),
          .make = [pins = std::move(pins), count = std::move(count)](Attributes& attributes_given) {
            const std::size_t pixels = count(attributes_given);
            return std::make_unique<Neopixels>(
                pins, pixels, attributes_given.integer("timeScale", 1, kMostScale, 1));
          }};
}

std::function<std::size_t(Attributes&)> pixels_of(std::int64_t usual) {
  return [usual](Attributes& attributes) {
    return static_cast<std::size_t>(attributes.integer("pixels", 1, kMostPixels, usual));
  };
}

std::size_t of_matrix(Attributes& attributes) {
  constexpr std::int64_t kUsual = 8;
  const std::int64_t rows = attributes.integer("rows", 1, kMostOfASide, kUsual);
  return static_cast<std::size_t>(rows * attributes.integer("cols", 1, kMostOfASide, kUsual));
}

const PinSpec kIn{"DIN", PinRole::input};
const PinSpec kOut{"DOUT", PinRole::output};

/// Wokwi's two names of a matrix differ in their pins.
PartType matrix_type(std::string name, Pins pins) {
  return type_of(std::move(name), "Matrix of WS2812 lights", std::move(pins),
                 {{"rows", "8", "number of rows, 1 to 64"},
                  {"cols", "8", "number of columns, 1 to 64"},
                  {"layout", "", ""},
                  {"brightness", "1", ""},
                  {"pixelShape", "", ""},
                  {"pixelSize", "5050", ""}},
                 of_matrix);
}

}  // namespace

std::vector<PartType> neopixel_types() {
  std::vector<PartType> types;
  types.push_back(type_of("wokwi-neopixel", "WS2812 light",
                          {{"VDD", kOut, "VSS", kIn}, PinIndex{3}, PinIndex{1}}, {},
                          [](Attributes&) { return std::size_t{1}; }));
  types.push_back(type_of("wokwi-led-strip", "Strip of WS2812 lights",
                          {{"VDD", kIn, "VSS", "VDD.2", kOut, "VSS.2"}, PinIndex{1}, PinIndex{4}},
                          {{"pixels", "8", "number of lights, 1 to 4096"},
                           {"pixelShape", "", ""},
                           {"pixelSize", "5050", ""}},
                          pixels_of(8)));
  types.push_back(type_of("wokwi-led-ring", "Ring of WS2812 lights",
                          {{"GND", "VCC", kIn, kOut}, PinIndex{2}, PinIndex{3}},
                          {{"pixels", "16", "number of lights, 1 to 4096"},
                           {"pixelSpacing", "0", ""},
                           {"background", "#363", ""}},
                          pixels_of(16)));
  types.push_back(
      matrix_type("wokwi-led-matrix", {{kIn, "VDD", "VSS", kOut}, PinIndex{0}, PinIndex{3}}));
  types.push_back(
      matrix_type("wokwi-neopixel-matrix", {{"GND", "VCC", kIn, kOut}, PinIndex{2}, PinIndex{3}}));
  return types;
}

}  // namespace pinbridge::parts
