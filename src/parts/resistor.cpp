#include "parts/resistor.hpp"

namespace pinbridge::parts {
namespace {

class Resistor : public Part {
 public:
  Layout layout() const override {
    return {.pins = {"1", "2"}, .resistors = {{PinIndex{0}, PinIndex{1}}}};
  }
};

}  // namespace

PartType resistor_type() {
  return {.name = "wokwi-resistor",
          .summary = "Resistor: passes a level as a pull",
          .attributes = {{"value", "1000", ""}},
          .make = [](Attributes&) { return std::make_unique<Resistor>(); }};
}

}  // namespace pinbridge::parts
