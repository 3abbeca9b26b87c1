#include "parts/max7219.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "bench/paced_news.hpp"

namespace pinbridge::parts {
namespace {

constexpr PinIndex kDin{2};
constexpr PinIndex kCs{3};
constexpr PinIndex kClk{4};
constexpr PinIndex kDout{7};

constexpr std::size_t kWordBits = 16;
constexpr int kRows = 8;
constexpr std::int64_t kMostModules = 32;

constexpr Duration kNewsWindow = std::chrono::milliseconds(20);

/// The registers of one MAX7219. Decoding of digits is not modelled: a matrix does not use it.
class Max7219 {
 public:
  void execute(std::uint16_t word) {
    const unsigned address = (word >> 8U) & 0x0FU;
    const auto value = static_cast<std::uint8_t>(word & 0xFFU);
    switch (address) {
      case 0x0A:
        intensity_ = value & 0x0F;
        break;
      case 0x0B:
        last_row_ = value & 0x07;
        break;
      case 0x0C:
        on_ = (value & 1U) != 0;
        break;
      case 0x0F:
        all_lit_ = (value & 1U) != 0;
        break;
      default:
        if (address >= 1 && address <= kRows) rows_[address - 1] = value;
    }
  }

  std::string rows() const {
    std::string text;
    for (int row = 0; row < kRows; ++row) {
      const bool scanned = on_ && row <= last_row_;
      const unsigned lit = scanned ? rows_[static_cast<std::size_t>(row)] : 0U;
      text += fmt::format("{:02x}", all_lit_ ? 0xFFU : lit);
    }
    return text;
  }
  int intensity() const { return intensity_; }

 private:
  std::array<std::uint8_t, kRows> rows_{};
  int intensity_ = 0;
  int last_row_ = 0;
  bool on_ = false;
  bool all_lit_ = false;
};

class Max7219Matrix : public Part {
 public:
  explicit Max7219Matrix(std::size_t modules)
      : modules_(modules), shift_(modules * kWordBits, false) {}

  Layout layout() const override {
    return {.pins = {"V+",
                     "GND",
                     {"DIN", PinRole::input},
                     {"CS", PinRole::input},
                     {"CLK", PinRole::input},
                     "V+.2",
                     "GND.2",
                     {"DOUT", PinRole::output},
                     "CS.2",
                     "CLK.2"},
            .joins = {{PinIndex{0}, PinIndex{5}},
                      {PinIndex{1}, PinIndex{6}},
                      {kCs, PinIndex{8}},
                      {kClk, PinIndex{9}}}};
  }
  bool senses() const override { return true; }

  void sensed(PinIndex pin, Signal signal) override {
    if (!is_definite(signal.level)) return;
    const bool high = signal.level == Level::high;
    if (pin == kClk && std::exchange(clock_, high) != high) {
      if (high) shift();
      if (!high) host().drive(kDout, strong(out_));
    }
    if (pin == kCs && std::exchange(select_, high) != high && high) latch();
  }

  std::vector<ControlState> shows() const override {
    std::string rows;
    for (const Max7219& each : modules_) rows += (rows.empty() ? "" : ",") + each.rows();
    return {{"rows", rows}, {"intensity", modules_.front().intensity()}};
  }

 protected:
  void placed() override {
    clock_ = host().signal(kClk).level == Level::high;
    select_ = host().signal(kCs).level == Level::high;
    host().drive(kDout, strong(out_));
  }

 private:
  /// The newest bit is at the front; the module next to DIN has the newest 16.
  void shift() {
    out_ = shift_.back();
    shift_.pop_back();
    shift_.push_front(host().signal(kDin).level == Level::high);
  }

  void latch() {
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      unsigned word = 0;
      for (std::size_t bit = 0; bit < kWordBits; ++bit) {
        if (shift_[i * kWordBits + bit]) word |= 1U << bit;
      }
      modules_[i].execute(static_cast<std::uint16_t>(word));
    }
    news_.tell(host());
  }

  std::vector<Max7219> modules_;
  std::deque<bool> shift_;
  bool clock_ = false;
  bool select_ = false;
  bool out_ = false;
  PacedNews news_{kNewsWindow};
};

}  // namespace

PartType max7219_matrix_type() {
  return {.name = "wokwi-max7219-matrix",
          .summary = "Chain of 8×8 LED matrices, each with a MAX7219",
          .attributes = {{"chain", "1", "the number of modules, 1 to 32"},
                         {"color", "red", ""},
                         {"layout", "parola", ""}},
          .make = [](Attributes& attributes) {
            return std::make_unique<Max7219Matrix>(
                static_cast<std::size_t>(attributes.integer("chain", 1, kMostModules, 1)));
          }};
}

}  // namespace pinbridge::parts
