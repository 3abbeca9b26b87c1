#include "links/chip/native_chip.hpp"

#include <memory>
#include <utility>

#include "links/chip/machine_name.hpp"
#include "links/controllers/vendor_names.hpp"

namespace pinbridge::chip {
namespace {

controllers::ControllerChoice controller_of(Attributes& attributes) {
  const std::string text = attributes.given("controller").value_or("auto");
  auto choice = controllers::ControllerChoice::parse(text);
  if (choice) return std::move(*choice);
  attributes.problem("controller", choice.error().message);
  return {};
}

}  // namespace

bool NativeChip::is_same_hardware(const NativeChip& other) const {
  return count() == other.count() && machine() == other.machine() &&
         controller().text() == other.controller().text();
}

Layout NativeChip::layout() const {
  Layout layout = GpioChip::layout();
  std::uint16_t line = 0;
  for (auto& pin : layout.pins) pin.alias = controllers::vendor_name(controller_, line++);
  return layout;
}

bool NativeChip::become(Part& next) {
  const auto& other = dynamic_cast<NativeChip&>(next);
  if (!is_same_hardware(other)) return false;
  take_settings(other);
  return true;
}

std::vector<ControlState> NativeChip::shows() const {
  auto shown = GpioChip::shows();
  shown.push_back({"driver", driver_seen_ ? 1 : 0});
  shown.push_back({"machine", machine_});
  shown.push_back({"controller", controller_.text()});
  shown.push_back({"directory", directory_});
  return shown;
}

void NativeChip::set_connected(bool connected, std::string detail) {
  if (!connected) driver_seen_ = false;
  GpioChip::set_connected(connected, std::move(detail));
}

void NativeChip::set_driver_seen() {
  driver_seen_ = true;
  host().state_changed();
}

PartType native_chip_type() {
  PartType type{
      .name = "chip-native-gpio",
      .summary =
          "A GPIO controller that QEMU emulates as part of the machine: its pins are the "
          "controller's lines",
      .attributes =
          GpioChipSettings::specs("as many as its type has, else 32", "depends on QEMU's model"),
      .make = [](Attributes& attributes) {
        controllers::ControllerChoice controller = controller_of(attributes);
        GpioChipSettings usual;
        if (controller.type()) usual.lines = controller.type()->lines;
        usual.floating.reset();
        return std::make_unique<NativeChip>(GpioChipSettings::from(attributes, usual),
                                            machine_name(attributes), std::move(controller));
      }};
  type.is_chip = true;
  type.attributes.push_back({"controller", "auto",
                             "the controller of the machine: a type (\"pl061\", \"imx.gpio[2]\"), "
                             "a path (\"/machine/soc/gpio1\"), or auto for the only one"});
  type.attributes.push_back(machine_name_spec());
  type.attributes.push_back(drawn_board_spec());
  return type;
}

}  // namespace pinbridge::chip
