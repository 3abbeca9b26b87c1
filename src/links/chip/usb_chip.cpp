#include "links/chip/usb_chip.hpp"

#include <memory>

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {
namespace {

std::uint16_t lines_of(UsbModel model) {
  return model == UsbModel::cp2112 ? 8 : 32;
}

}  // namespace

std::string_view UsbChip::model_name() const {
  return model_ == UsbModel::cp2112 ? "cp2112" : "dln2";
}

std::vector<ControlState> UsbChip::shows() const {
  auto shown = SocketChip::shows();
  if (!bus_.empty()) shown.push_back({"bus", bus_});
  return shown;
}

bool UsbChip::become(Part& next) {
  return bus_ == dynamic_cast<UsbChip&>(next).bus_ && SocketChip::become(next);
}

PartType usb_chip_type() {
  PartType type{
      .name = "chip-usb-gpio",
      .summary = "A USB adapter connected to a guest: its pins are the adapter's GPIO lines",
      .attributes = SocketChip::specs("clk,data,5=led0"),
      .make = [](Attributes& attributes) {
        const auto model = attributes.choice<UsbModel>(
            "model", {{"cp2112", UsbModel::cp2112}, {"dln2", UsbModel::dln2}}, UsbModel::cp2112);
        return std::make_unique<UsbChip>(
            GpioChipSettings::of_lines(lines_of(model), attributes, {}), machine_name(attributes),
            model, bus_name(attributes));
      }};
  type.is_chip = true;
  type.attributes.push_back(bus_name_spec());
  type.attributes.insert(
      type.attributes.begin(),
      {"model", "cp2112", "the adapter: cp2112 (8 lines) or dln2 (32 lines, with interrupts)"});
  return type;
}

}  // namespace pinbridge::chip
