#include "links/chip/native_chip.hpp"

#include <memory>

#include "links/chip/machine_name.hpp"

namespace pinbridge {
namespace {

ControllerChoice controller_of(Attributes& attributes) {
  auto choice = ControllerChoice::parse(attributes.text("controller").value_or("auto"));
  if (choice) return std::move(*choice);
  attributes.problem("controller", choice.error().message);
  return {};
}

}  // namespace

bool NativeChip::is_same_hardware(const NativeChip& other) const {
  return count() == other.count() && machine() == other.machine() &&
         controller().text() == other.controller().text();
}

bool NativeChip::become(Part& next) {
  const auto& other = dynamic_cast<NativeChip&>(next);
  if (!is_same_hardware(other)) return false;
  take_settings(other);
  return true;
}

std::vector<ControlState> NativeChip::shows() const {
  auto shown = GpioChip::shows();
  shown.push_back({"machine", machine_});
  shown.push_back({"controller", controller_.text()});
  shown.push_back({"directory", directory_});
  return shown;
}

PartType native_chip_type() {
  PartType type{
      .name = "chip-native-gpio",
      .summary =
          "A GPIO controller of the machine itself, as QEMU emulates it: its pins "
          "are the controller's lines",
      .attributes =
          GpioChipSettings::specs("as many as its type has, else 32", "left to QEMU's model"),
      .make = [](Attributes& attributes) {
        ControllerChoice controller = controller_of(attributes);
        GpioChipSettings usual;
        if (controller.type()) usual.lines = controller.type()->lines;
        usual.floating.reset();
        return std::make_unique<NativeChip>(GpioChipSettings::from(attributes, usual),
                                            machine_name(attributes), std::move(controller));
      }};
  type.attributes.push_back({"controller", "auto",
                             "which of the machine's: a type (\"pl061\", \"imx.gpio[2]\"), a path "
                             "(\"/machine/soc/gpio1\"), or auto for the only one"});
  type.attributes.push_back(machine_name_spec());
  return type;
}

}  // namespace pinbridge
