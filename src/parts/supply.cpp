#include "parts/supply.hpp"

namespace pinbridge {
namespace {

class Supply : public Part {
 public:
  Supply(std::string pin, bool high) : pin_(std::move(pin)), high_(high) {}
  Layout layout() const override { return {.pins = {pin_}}; }

 protected:
  void placed() override { host().drive(PinIndex{0}, supply(high_)); }

 private:
  std::string pin_;
  bool high_;
};

}  // namespace

PartType vcc_type() {
  return {.name = "wokwi-vcc", .summary = "Supply: holds its net high", .make = [](Attributes&) {
            return std::make_unique<Supply>("VCC", true);
          }};
}

PartType gnd_type() {
  return {.name = "wokwi-gnd", .summary = "Ground: holds its net low", .make = [](Attributes&) {
            return std::make_unique<Supply>("GND", false);
          }};
}

}  // namespace pinbridge
