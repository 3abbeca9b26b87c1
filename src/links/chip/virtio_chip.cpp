#include "links/chip/virtio_chip.hpp"

#include <utility>

#include <fmt/format.h>

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {
namespace {

std::string_view to_string(std::optional<Transport> transport) {
  if (!transport) return "auto";
  return *transport == Transport::pci ? "pci" : "mmio";
}

}  // namespace

std::string VirtioChip::hardware_change(const VirtioChip& next) const {
  if (count() != next.count()) {
    return fmt::format("its line count from {} to {}", count(), next.count());
  }
  if (machine() != next.machine()) {
    return fmt::format("its machine from {} to {}", machine(), next.machine());
  }
  if (transport() != next.transport()) {
    return fmt::format("its transport from {} to {}", to_string(transport()),
                       to_string(next.transport()));
  }
  if (bus() != next.bus()) {
    return fmt::format("its bus from \"{}\" to \"{}\"", bus(), next.bus());
  }
  if (given_socket() != next.given_socket()) {
    return fmt::format("its socket from \"{}\" to \"{}\"", given_socket(), next.given_socket());
  }
  return {};
}

bool VirtioChip::become(Part& next) {
  const auto& other = dynamic_cast<VirtioChip&>(next);
  if (!hardware_change(other).empty()) return false;
  take_settings(other);
  return true;
}

std::vector<ControlState> VirtioChip::shows() const {
  auto shown = GpioChip::shows();
  shown.push_back({"machine", machine()});
  shown.push_back({"transport", std::string(to_string(transport()))});
  if (!bus().empty()) shown.push_back({"bus", bus()});
  shown.push_back({"socket", socket_});
  return shown;
}

PartType virtio_chip_type() {
  PartType type{
      .name = "chip-virtio-gpio",
      .summary = "A gpiochip of a guest, through virtio-gpio: its pins are the guest's lines",
      .attributes = GpioChipSettings::specs(),
      .make = [](Attributes& attributes) {
        using Choice = std::optional<Transport>;
        const auto transport = attributes.choice<Choice>(
            "transport", {{"pci", Choice(Transport::pci)}, {"mmio", Choice(Transport::mmio)}}, {});
        // Its link knows when the guest has taken an edge.
        GpioChipSettings usual;
        usual.usual_pace = Duration::zero();
        return std::make_unique<VirtioChip>(
            GpioChipSettings::from(attributes, usual),
            VirtioChip::Device{machine_name(attributes), transport,
                               attributes.given("socket").value_or(""), bus_name(attributes)});
      }};
  type.is_chip = true;
  type.attributes.push_back(
      {"transport", "pci if the machine has it, else mmio", "the virtio bus: pci or mmio"});
  type.attributes.push_back(bus_name_spec());
  type.attributes.push_back(machine_name_spec());
  type.attributes.push_back(drawn_board_spec());
  type.attributes.push_back(
      {"socket", "next to the client socket", "path of the socket on which it waits for QEMU"});
  return type;
}

}  // namespace pinbridge::chip
