#include "parts/character_lcd.hpp"

#include "bench/paced_news.hpp"
#include "parts/hd44780.hpp"
#include "parts/i2c_lcd.hpp"
#include "parts/i2c_target.hpp"
#include "parts/lcd_glass.hpp"
#include "parts/lcd_shows.hpp"
#include "parts/led_group.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kRs{3};
constexpr PinIndex kRw{4};
constexpr PinIndex kE{5};
constexpr std::uint32_t kFirstData = 6;
constexpr std::uint32_t kDataPins = 8;
constexpr std::uint32_t kFirstOfFourBits = 4;
constexpr LedEnds kBacklight{PinIndex{14}, PinIndex{15}};

constexpr Duration kNewsWindow = std::chrono::milliseconds(50);

class CharacterLcd : public Part {
 public:
  explicit CharacterLcd(const LcdGlass& glass) : glass_(glass) {}

  Layout layout() const override {
    // On a 4-bit bus D0 to D3 may float, and RW is often not wired.
    return {.pins = {"VSS",
                     "VDD",
                     "V0",
                     {"RS", PinRole::input},
                     "RW",
                     {"E", PinRole::input},
                     "D0",
                     "D1",
                     "D2",
                     "D3",
                     {"D4", PinRole::input},
                     {"D5", PinRole::input},
                     {"D6", PinRole::input},
                     {"D7", PinRole::input},
                     "A",
                     "K"}};
  }
  bool senses() const override { return true; }

  void settled() override {
    look_at_backlight();
    follow_bus();
  }

  void sensed(PinIndex pin, Signal) override {
    if (pin == kE || pin == kRw) follow_bus();
    if (pin == kBacklight.anode || pin == kBacklight.cathode) look_at_backlight();
  }

  std::vector<ControlState> shows() const override {
    return lcd_shows(glass_, lcd_, backlight_.brightness(0));
  }

 protected:
  void placed() override {
    if (!has_power_) lcd_.power_up(host().now());
    has_power_ = true;
    backlight_.place(host());
    put_data();
  }

 private:
  bool is_high(PinIndex pin) const { return host().signal(pin).level == Level::high; }

  void look_at_backlight() { backlight_.set(0, is_led_lit(host(), kBacklight)); }

  void follow_bus() {
    const Level enable = host().signal(kE).level;
    const bool in_cycle = enable == Level::high;
    if (in_cycle && !in_cycle_) begin_cycle();
    if (enable == Level::low && in_cycle_) end_cycle();
    in_cycle_ = in_cycle;
    drive_data();
  }

  void begin_cycle() {
    register_ = is_high(kRs) ? Hd44780::Register::data : Hd44780::Register::instruction;
    reads_ = is_high(kRw);
    if (reads_) read_ = lcd_.read(register_, host().now());
  }

  void end_cycle() {
    if (reads_) {
      lcd_.end_read(register_, host().now());
      // Guests poll the busy flag, which changes nothing.
      if (register_ == Hd44780::Register::instruction) return;
    } else {
      lcd_.write(register_, data(), host().now());
    }
    news_.tell(host());
  }

  std::uint8_t data() const {
    unsigned bits = 0;
    for (std::uint32_t i = 0; i < kDataPins; ++i) {
      if (is_high(PinIndex{kFirstData + i})) bits |= 1U << i;
    }
    return static_cast<std::uint8_t>(bits);
  }

  void drive_data() {
    drives_ = in_cycle_ && reads_ && is_high(kRw);
    put_data();
  }

  void put_data() {
    const std::uint32_t first = lcd_.has_four_bit_bus() ? kFirstOfFourBits : 0;
    for (std::uint32_t i = 0; i < kDataPins; ++i) {
      const bool bit = ((read_ >> i) & 1U) != 0;
      host().drive(PinIndex{kFirstData + i}, drives_ && i >= first ? strong(bit) : kNoDrive);
    }
  }

  LcdGlass glass_;
  Hd44780 lcd_;
  bool has_power_ = false;
  bool in_cycle_ = false;
  bool reads_ = false;  ///< in this cycle
  Hd44780::Register register_ = Hd44780::Register::instruction;
  bool drives_ = false;  ///< the bus, with read_
  std::uint8_t read_ = 0;
  Lamps backlight_{1};
  PacedNews news_{kNewsWindow};
};

std::unique_ptr<Part> make_lcd(LcdGlass glass, Attributes& attributes) {
  glass.rom = attributes.choice<Hd44780Rom>(
      "variant", {{"A00", Hd44780Rom::a00}, {"A02", Hd44780Rom::a02}}, Hd44780Rom::a00);
  const bool is_i2c = attributes.choice<bool>("pins", {{"full", false}, {"i2c", true}}, false);
  constexpr std::uint8_t kUsualAddress = 0x27;
  const std::uint8_t address = i2c_address(attributes, "i2cAddress", kUsualAddress);
  if (is_i2c) return make_i2c_lcd(glass, address);
  return std::make_unique<CharacterLcd>(glass);
}

PartType lcd_type(std::string name, std::string summary, const LcdGlass& glass) {
  return {
      .name = std::move(name),
      .summary = std::move(summary),
      .attributes = {{"pins", "full",
                      "\"full\": the parallel pins of the controller; \"i2c\": through a PCF8574"},
                     {"variant", "A00",
                      "character ROM: \"A00\" Japanese, \"A02\" Western European"},
                     {"i2cAddress", "0x27", "its address with \"i2c\", 0x08 to 0x77"},
                     {"color", "black", ""},
                     {"background", "green", ""}},
      .make = [glass](Attributes& attributes) { return make_lcd(glass, attributes); }};
}

}  // namespace

PartType lcd1602_type() {
  return lcd_type("wokwi-lcd1602", "LCD of two lines of 16 characters, with an HD44780",
                  {.lines = 2, .columns = 16});
}

PartType lcd2004_type() {
  return lcd_type("wokwi-lcd2004", "LCD of four lines of 20 characters, with an HD44780",
                  {.lines = 4, .columns = 20});
}

}  // namespace pinbridge::parts
