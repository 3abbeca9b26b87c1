#include "links/controllers/vendor_names.hpp"

#include <string_view>

#include <fmt/format.h>

#include "base/number.hpp"

namespace pinbridge::controllers {
namespace {

constexpr std::size_t kLetters = 26;

/// Ports are A to Z, then AA, AB and so on.
std::string port(std::size_t index) {
  std::string letters;
  if (index >= kLetters) letters += static_cast<char>('A' + index / kLetters - 1);
  letters += static_cast<char>('A' + index % kLetters);
  return letters;
}

/// "/machine/soc/gpio2": GPIO2_5; "/machine/soc/gpiob": PB5.
std::string name_by_path(std::string_view path, std::uint16_t line) {
  constexpr std::string_view kStem = "gpio";
  std::string_view place = path.substr(path.rfind('/') + 1);
  if (!place.starts_with(kStem)) return {};
  place.remove_prefix(kStem.size());
  if (place.size() == 1 && place[0] >= 'a' && place[0] <= 'z') {
    return fmt::format("P{}{}", static_cast<char>(place[0] - 'a' + 'A'), line);
  }
  if (!parse_number<std::uint8_t>(place)) return {};
  return fmt::format("GPIO{}_{}", place, line);
}

std::string name_by_type(std::string_view qom_type, std::size_t index, std::uint16_t line) {
  if (qom_type == "stm32l4x5-gpio" || qom_type == "pl061_luminary") {
    return fmt::format("P{}{}", port(index), line);
  }
  if (qom_type == "nrf51_soc.gpio") return fmt::format("P{}.{}", index, line);
  if (qom_type == "imx.gpio") return fmt::format("GPIO{}_{}", index + 1, line);
  if (qom_type == "npcm7xx-gpio") return fmt::format("GPIO{}", 32 * index + line);
  if (qom_type == "bcm2835_gpio" || qom_type == "bcm2838-gpio" || qom_type == "sifive_soc.gpio") {
    return fmt::format("GPIO{}", line);
  }
  if (qom_type.starts_with("aspeed.gpio-") && !qom_type.ends_with("1_8v")) {
    return fmt::format("GPIO{}{}", port(line / 8U), line % 8U);
  }
  return {};
}

}  // namespace

std::string vendor_name(const ControllerChoice& controller, std::uint16_t line) {
  const ControllerType* type = controller.type();
  if (type == nullptr) return name_by_path(controller.text(), line);
  return name_by_type(type->qom_type, controller.index().value_or(0), line);
}

}  // namespace pinbridge::controllers
