#include "parts/drawing.hpp"

#include <vector>

#include "bench/part.hpp"

namespace pinbridge::parts {
namespace {

/// Pins, and nothing between them.
class Drawing : public Part {
 public:
  explicit Drawing(std::vector<PinSpec> pins) : pins_(std::move(pins)) {}
  Layout layout() const override { return {.pins = pins_}; }

 private:
  std::vector<PinSpec> pins_;
};

}  // namespace

PartType junction_type() {
  return {.name = "wokwi-junction", .summary = "Junction of wires", .make = [](Attributes&) {
            return std::make_unique<Drawing>(std::vector<PinSpec>{"J"});
          }};
}

PartType text_type() {
  return {.name = "wokwi-text",
          .summary = "Text on the board",
          .attributes = {{"text", "none", ""},
                         {"color", "black", ""},
                         {"fontSize", "16", ""},
                         {"fontFamily", "sans-serif", ""}},
          .make = [](Attributes&) { return std::make_unique<Drawing>(std::vector<PinSpec>{}); }};
}

}  // namespace pinbridge::parts
