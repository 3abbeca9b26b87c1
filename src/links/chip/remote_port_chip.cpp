#include "links/chip/remote_port_chip.hpp"

#include <memory>

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {
namespace {

/// Those of the link's map of the machine's wires.
std::uint16_t lines_of(XilinxModel model) {
  return model == XilinxModel::zynqmp ? 190 : 37;
}

}  // namespace

std::string_view RemotePortChip::model_name() const {
  return model_ == XilinxModel::zynqmp ? "zynqmp" : "zynq-7000";
}

std::vector<ControlState> RemotePortChip::shows() const {
  auto shown = SocketChip::shows();
  return shown;
}

PartType remote_port_chip_type() {
  PartType type{.name = "chip-remote-port",
                .summary = "The GPIO lines of a ZynqMP or Zynq-7000 machine of Xilinx's QEMU",
                .attributes = SocketChip::specs("78=clk,79=data", "keeps the last level"),
                .make = [](Attributes& attributes) {
                  const auto model = attributes.choice<XilinxModel>(
                      "model",
                      {{"zynqmp", XilinxModel::zynqmp}, {"zynq-7000", XilinxModel::zynq_7000}},
                      XilinxModel::zynqmp);
                  GpioChipSettings usual;
                  usual.floating.reset();  // not sent: QEMU keeps the last level
                  return std::make_unique<RemotePortChip>(
                      GpioChipSettings::of_lines(lines_of(model), attributes, usual),
                      machine_name(attributes), model);
                }};
  type.is_chip = true;
  type.attributes.insert(type.attributes.begin(),
                         {"model", "zynqmp",
                          "the machine: zynqmp (MIO, EMIO, interrupts) or zynq-7000 (interrupts, "
                          "wires of the PL)"});
  return type;
}

}  // namespace pinbridge::chip
