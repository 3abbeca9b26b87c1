#include "board/microcontroller.hpp"

#include <set>

#include <fmt/format.h>

namespace pinbridge::board {
namespace {

using Kind = MicrocontrollerPin::Kind;

constexpr int kMostOfASupply = 10;

PinRole role_of(Kind kind) {
  if (kind == Kind::vcc) return PinRole::vcc;
  return kind == Kind::gnd ? PinRole::gnd : PinRole::unknown;
}

}  // namespace

Layout Microcontroller::layout() const {
  Layout layout;
  std::set<std::string> names;
  const auto add = [&](const std::string& name, Kind kind) {
    if (names.insert(name).second) layout.pins.emplace_back(name, role_of(kind));
  };
  for (const auto& [name, pin] : table_->pins) add(name, pin.kind);
  for (const auto& [name, pin] : table_->pins) {
    const bool is_supply = pin.kind == Kind::vcc || pin.kind == Kind::gnd;
    if (!is_supply || name.find('.') != std::string::npos) continue;
    for (int i = 1; i <= kMostOfASupply; ++i) add(fmt::format("{}.{}", name, i), pin.kind);
  }
  return layout;
}

void Microcontroller::placed() {
  std::uint32_t index = 0;
  for (const PinSpec& pin : layout().pins) {
    const PinIndex at{index++};
    if (pin.role == PinRole::vcc) host().drive(at, supply(true));
    if (pin.role == PinRole::gnd) host().drive(at, supply(false));
  }
}

void add_microcontrollers(Catalog& catalog, const Microcontrollers& tables) {
  for (const MicrocontrollerTable& given : tables.all()) {
    const auto table = std::make_shared<const MicrocontrollerTable>(given);
    for (const std::string& type : table->types) {
      catalog.add(
          {.name = type,
           .summary =
               fmt::format("{}: a microcontroller board that can become the guest", table->name),
           .attributes = {{std::string(kChipAttribute), "none",
                           "makes it the guest's chip: \"virtio-gpio\", or "
                           "\"native:CONTROLLER\""}},
           .make = [table](Attributes&) { return std::make_unique<Microcontroller>(table); },
           .takes_any_attribute = true,
           .definition = table->definition});
    }
  }
}

}  // namespace pinbridge::board
