#include "links/chip/socket_chip.hpp"

#include "links/chip/machine_name.hpp"

namespace pinbridge::chip {

bool SocketChip::become(Part& next) {
  const auto& other = dynamic_cast<SocketChip&>(next);
  if (!is_same_hardware(other)) return false;
  take_settings(other);
  return true;
}

std::vector<ControlState> SocketChip::shows() const {
  auto shown = GpioChip::shows();
  shown.push_back({"machine", machine_});
  if (!model_name().empty()) shown.push_back({"model", std::string(model_name())});
  shown.push_back({"socket", socket_});
  return shown;
}

std::vector<AttributeSpec> SocketChip::specs(std::string_view example, std::string usual_floating) {
  auto all = GpioChipSettings::specs_of_lines(example, std::move(usual_floating));
  all.push_back(machine_name_spec());
  return all;
}

}  // namespace pinbridge::chip
