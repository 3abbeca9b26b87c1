#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinbridge::native_gpio {

/// The line of a property of Aspeed's controllers: "gpioA0" is 0, "gpioB7" 15, "gpioAC1" 225, and
/// "gpio18A0" is 0 of the controller for 1.8 V. Nothing if it is none.
std::optional<std::uint16_t> line_of_property(std::string_view name);

/// The name for each line, empty for lines that the controller leaves out.
std::vector<std::string> properties_by_line(const std::vector<std::string>& names);

}  // namespace pinbridge::native_gpio
