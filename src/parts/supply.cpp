#include "parts/supply.hpp"

namespace pinbridge::parts {
namespace {

class Supply : public Part {
 public:
  explicit Supply(bool high) : high_(high) {}
  Layout layout() const override {
    return {.pins = {high_ ? PinSpec("VCC", PinRole::vcc) : PinSpec("GND", PinRole::gnd)}};
  }

 protected:
  void placed() override { host().drive(PinIndex{0}, supply(high_)); }

 private:
  bool high_;
};

}  // namespace

PartType vcc_type() {
  return {.name = "wokwi-vcc",
          .summary = "Supply: drives its net high",
          .attributes = {{"voltage", "5", ""}},
          .make = [](Attributes&) { return std::make_unique<Supply>(true); }};
}

PartType gnd_type() {
  return {.name = "wokwi-gnd", .summary = "Ground: drives its net low", .make = [](Attributes&) {
            return std::make_unique<Supply>(false);
          }};
}

}  // namespace pinbridge::parts
