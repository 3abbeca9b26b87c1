#include "parts/ds18b20.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "parts/one_wire_target.hpp"
#include "parts/sensor_part.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kDq{1};

constexpr std::uint8_t kConvert = 0x44;
constexpr std::uint8_t kReadScratchpad = 0xBE;
constexpr std::uint8_t kWriteScratchpad = 0x4E;
constexpr std::uint8_t kCopyScratchpad = 0x48;
constexpr std::uint8_t kRecall = 0xB8;
constexpr std::uint8_t kReadPowerSupply = 0xB4;

constexpr Duration kLongestConversion = std::chrono::milliseconds(750);
constexpr std::uint8_t kFamily = 0x28;
constexpr std::array<std::uint8_t, 6> kUsualId{1, 2, 3, 4, 5, 6};

/// What is written to the scratchpad, and kept in the EEPROM.
struct Settings {
  std::uint8_t high = 0x4B;  ///< alarm limits, in °C
  std::uint8_t low = 0x46;
  std::uint8_t config = 0x7F;  ///< the resolution is in bits 5 and 6
};
constexpr std::size_t kSettingsBytes = 3;

class Ds18b20 : public SensorPart, private OneWireDevice {
 public:
  Ds18b20(DecimalControl temperature, const OneWireAddress& address)
      : SensorPart(std::vector{temperature}), port_(kDq, address, *this) {}

  Layout layout() const override {
    return {.pins = {"GND", {"DQ", PinRole::passive, pull(true)}, "VCC"}};
  }
  bool senses() const override { return true; }
  void sensed(PinIndex pin, Signal) override { port_.sensed(pin); }

 protected:
  void placed() override { port_.place(host()); }

 private:
  void one_wire_selected() override {
    command_ = 0;
    sent_ = written_ = 0;
  }

  void one_wire_write(std::uint8_t byte) override {
    if (command_ == kWriteScratchpad) return write_setting(byte);
    if (command_ != 0) return;
    command_ = byte;
    if (byte == kConvert) convert();
    if (byte == kCopyScratchpad) eeprom_ = settings_;
    if (byte == kRecall) settings_ = eeprom_;
  }

  std::optional<bool> one_wire_send() override {
    switch (command_) {
      case kReadScratchpad:
        return bit_of_scratchpad();
      case kConvert:
        return !converts_;
      case kCopyScratchpad:
      case kRecall:
      case kReadPowerSupply:
        return true;  // done, and not fed by the data line
      default:
        return {};
    }
  }

  /// Above the upper limit or below the lower one at the last conversion, in whole degrees.
  bool one_wire_alarm() const override {
    const int degrees = raw_ >> kFractionBits;
    return degrees >= static_cast<std::int8_t>(settings_.high) ||
           degrees <= static_cast<std::int8_t>(settings_.low);
  }

  void write_setting(std::uint8_t byte) {
    constexpr std::uint8_t kFixedBits = 0x1F;
    if (written_ == 0) settings_.high = byte;
    if (written_ == 1) settings_.low = byte;
    if (written_ == 2) settings_.config = static_cast<std::uint8_t>((byte & 0x60U) | kFixedBits);
    if (written_ < kSettingsBytes) ++written_;
  }

  void convert() {
    converts_ = true;
    timer_.start(host(), kLongestConversion / (1 << unused_bits()), [this] {
      converts_ = false;
      const auto sixteenths = std::lround(quantity(0).value() * (1 << kFractionBits));
      raw_ = static_cast<std::int16_t>(static_cast<unsigned>(sixteenths) &
                                       ~((1U << unused_bits()) - 1));
    });
  }
  unsigned unused_bits() const { return 3U - ((settings_.config >> 5U) & 3U); }

  bool bit_of_scratchpad() {
    const auto raw = static_cast<std::uint16_t>(raw_);
    std::array<std::uint8_t, 9> bytes{static_cast<std::uint8_t>(raw & 0xFFU),
                                      static_cast<std::uint8_t>(raw >> 8U),
                                      settings_.high,
                                      settings_.low,
                                      settings_.config,
                                      0xFF,
                                      0x0C,
                                      0x10};
    bytes.back() = one_wire_crc(bytes.data(), bytes.size() - 1);
    const std::size_t bit = sent_++;
    if (bit / 8 >= bytes.size()) return true;
    return ((bytes[bit / 8] >> (bit % 8)) & 1U) != 0;
  }

  static constexpr int kFractionBits = 4;

  OneWirePort port_;
  PartTimer timer_;
  std::int16_t raw_ = 85 << kFractionBits;  ///< until the first conversion, as the part has it
  Settings settings_;
  Settings eeprom_;
  std::uint8_t command_ = 0;
  bool converts_ = false;
  std::size_t sent_ = 0;  ///< bits of the scratchpad
  std::size_t written_ = 0;
};

/// Pairs of hexadecimal digits, as many as there are bytes.
template <std::size_t size>
bool read_hex(std::string_view text, std::array<std::uint8_t, size>& bytes) {
  if (text.size() != size * 2) return false;
  for (std::size_t i = 0; i < size; ++i) {
    const char* const digits = text.data() + i * 2;
    const auto [end, error] = std::from_chars(digits, digits + 2, bytes[i], 16);
    if (error != std::errc{} || end != digits + 2) return false;
  }
  return true;
}

template <std::size_t size>
std::array<std::uint8_t, size> hex_attribute(Attributes& attributes, std::string_view name,
                                             const std::array<std::uint8_t, size>& fallback) {
  const auto text = attributes.given(name);
  if (!text) return fallback;
  std::array<std::uint8_t, size> bytes{};
  if (read_hex(*text, bytes)) return bytes;
  attributes.problem(name, fmt::format("\"{}\" is not {} hexadecimal digits", *text, size * 2));
  return fallback;
}

constexpr DecimalControl kTemperature{"temperature", -55, 125, 4, 220'000};

PartType type_named(std::string name) {
  return {
      .name = std::move(name),
      .summary = "Thermometer on a 1-Wire bus",
      .attributes = {{"temperature", "22", "initial temperature in °C"},
                     {"deviceID", "010203040506", "its address: six bytes in transmission order"},
                     {"familyCode", "28", "the first byte of its address"}},
      .controls = {kTemperature.spec("temperature in °C")},
      .make = [](Attributes& attributes) {
        DecimalControl temperature = kTemperature;
        temperature.read(attributes);
        const auto family =
            hex_attribute(attributes, "familyCode", std::array<std::uint8_t, 1>{kFamily});
        return std::make_unique<Ds18b20>(
            temperature,
            one_wire_address(family.front(), hex_attribute(attributes, "deviceID", kUsualId)));
      }};
}

}  // namespace

std::vector<PartType> ds18b20_types() {
  std::vector<PartType> types;
  for (const char* name : {"wokwi-ds18b20", "board-ds18b20"}) types.push_back(type_named(name));
  return types;
}

}  // namespace pinbridge::parts
