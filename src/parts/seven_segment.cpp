#include "parts/seven_segment.hpp"

#include <algorithm>

#include "parts/common_end.hpp"
#include "parts/led_group.hpp"
#include "parts/seven_segment_glyphs.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint32_t kSegmentPins = 8;  ///< A to G, and DP; the first of the pins
constexpr std::uint32_t kDot = 7;
constexpr std::uint32_t kClockDigits = 4;  ///< only with so many is there a pin for the colon
constexpr std::uint32_t kDigitsBeforeColon = 2;
constexpr int kGhost = 8;

struct Settings {
  CommonEnd common = CommonEnd::anode;
  std::uint32_t digits = 1;
  bool colon = false;

  /// Reads the attributes.
  static Settings from(Attributes& attributes) {
    Settings settings;
    settings.common = common_end_from(attributes);
    settings.digits = static_cast<std::uint32_t>(attributes.integer("digits", 1, kClockDigits, 1));
    settings.colon = attributes.flag("colon", false) && settings.digits == kClockDigits;
    return settings;
  }
};

/// Segments of the first digit, of the second, …, and the colon.
std::vector<LedEnds> segments(const Settings& settings) {
  std::vector<LedEnds> leds;
  for (std::uint32_t digit = 0; digit < settings.digits; ++digit) {
    const PinIndex select{kSegmentPins + digit};
    for (std::uint32_t i = 0; i < kSegmentPins; ++i) {
      leds.push_back(led_to_common(settings.common, select, PinIndex{i}));
    }
  }
  const std::uint32_t after_digits = kSegmentPins + settings.digits;
  if (settings.colon) {
    leds.push_back(
        led_to_common(settings.common, PinIndex{after_digits}, PinIndex{after_digits + 1}));
  }
  return leds;
}

class SevenSegment : public LedGroup {
 public:
  explicit SevenSegment(const Settings& settings)
      : LedGroup(segments(settings)), settings_(settings) {}

  std::vector<ControlState> shows() const override {
    return {{"text", text()}, {"brightness", lamps().brightness_list()}};
  }

 protected:
  Layout outline() const override {
    Layout layout{.pins = {"A", "B", "C", "D", "E", "F", "G", "DP"}};
    if (settings_.digits == 1) {
      // Its model has two pins for it; Wokwi's reference knows both as one.
      for (const char* name : {"COM", "COM.1", "COM.2"}) layout.pins.emplace_back(name);
      layout.joins = {{PinIndex{kSegmentPins}, PinIndex{kSegmentPins + 1}},
                      {PinIndex{kSegmentPins}, PinIndex{kSegmentPins + 2}}};
      return layout;
    }
    for (std::uint32_t i = 1; i <= settings_.digits; ++i) {
      layout.pins.emplace_back("DIG" + std::to_string(i));
    }
    if (settings_.digits == kClockDigits) {
      for (const char* name : {"COM", "CLN"}) layout.pins.emplace_back(name);
    }
    return layout;
  }

 private:
  std::string text() const {
    std::string text;
    for (std::uint32_t digit = 0; digit < settings_.digits; ++digit) {
      if (settings_.colon && digit == kDigitsBeforeColon && is_read(lamps().count() - 1)) {
        text += ':';
      }
      const std::size_t first = std::size_t{digit} * kSegmentPins;
      std::uint8_t lit = 0;
      for (std::uint32_t i = 0; i < kDot; ++i) {
        if (is_read(first + i)) lit = static_cast<std::uint8_t>(lit | (1U << i));
      }
      text += seven_segment_glyph(lit);
      if (is_read(first + kDot)) text += '.';
    }
    return text;
  }

  bool is_read(std::size_t lamp) const {
    const int brightness = lamps().brightness(lamp);
    return brightness > 0 && brightness * kGhost >= brightest();
  }
  int brightest() const {
    int most = 0;
    for (std::size_t i = 0; i < lamps().count(); ++i) most = std::max(most, lamps().brightness(i));
    return most;
  }

  Settings settings_;
};

}  // namespace

PartType seven_segment_type() {
  return {.name = "wokwi-7segment",
          .summary = "Seven-segment display of one to four digits",
          .attributes = {common_end_attribute(),
                         {"digits", "1", "number of digits, 1 to 4"},
                         {"colon", "0", "\"1\" adds a colon to a display of four digits"},
                         {"color", "red", ""}},
          .make = [](Attributes& attributes) {
            return std::make_unique<SevenSegment>(Settings::from(attributes));
          }};
}

}  // namespace pinbridge::parts
