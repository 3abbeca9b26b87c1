#include "parts/breadboard.hpp"

#include <array>

namespace pinbridge::parts {
namespace {

struct BoardSize {
  std::uint32_t columns;
  std::uint32_t rail_holes;
};

/// A strip's holes are named by `name` from 0.
void add_strip(Layout& layout, std::uint32_t holes, const auto& name) {
  for (std::uint32_t i = 0; i < holes; ++i) {
    const PinIndex hole{static_cast<std::uint32_t>(layout.pins.size())};
    if (i > 0) layout.joins.emplace_back(PinIndex{hole.value() - 1}, hole);
    layout.pins.emplace_back(name(i));
  }
}

void add_rails(Layout& layout, char side, std::uint32_t holes) {
  for (const char polarity : {'p', 'n'}) {
    add_strip(layout, holes,
              [&](std::uint32_t i) { return fmt::format("{}{}.{}", side, polarity, i + 1); });
  }
}

Layout breadboard_layout(BoardSize size) {
  constexpr std::uint32_t kRows = 5;
  Layout layout;
  layout.pins.reserve(std::size_t{2} * kRows * size.columns + std::size_t{4} * size.rail_holes);
  layout.joins.reserve(layout.pins.capacity());
  add_rails(layout, 't', size.rail_holes);
  for (std::uint32_t column = 1; column <= size.columns; ++column) {
    for (const auto& [side, first] : {std::pair{'t', 'a'}, std::pair{'b', 'f'}}) {
      add_strip(layout, kRows, [&, half = side, first_row = first](std::uint32_t i) {
        return fmt::format("{}{}.{}", column, half, static_cast<char>(first_row + i));
      });
    }
  }
  add_rails(layout, 'b', size.rail_holes);
  return layout;
}

class Breadboard : public Part {
 public:
  explicit Breadboard(BoardSize size) : size_(size) {}
  Layout layout() const override { return breadboard_layout(size_); }

 private:
  BoardSize size_;
};

PartType board_type(std::string name, std::string summary, BoardSize size) {
  return {.name = std::move(name),
          .summary = std::move(summary),
          .attributes = {{"color", "white", ""}},
          .make = [size](Attributes&) { return std::make_unique<Breadboard>(size); }};
}

}  // namespace

PartType breadboard_type() {
  return board_type("wokwi-breadboard", "Breadboard of 830 holes: columns 1 to 63, rails of 50",
                    {.columns = 63, .rail_holes = 50});
}

PartType breadboard_half_type() {
  return board_type("wokwi-breadboard-half",
                    "Breadboard of 400 holes: columns 1 to 30, rails of 25",
                    {.columns = 30, .rail_holes = 25});
}

PartType breadboard_mini_type() {
  return board_type("wokwi-breadboard-mini",
                    "Breadboard of 170 holes: columns 1 to 17 without rails",
                    {.columns = 17, .rail_holes = 0});
}

}  // namespace pinbridge::parts
