#pragma once

#include <cstdint>
#include <string>

#include "links/controllers/controller_choice.hpp"

namespace pinbridge::controllers {

/// The name that a chip's manual has for a line: "PB14" on an STM32, "P0.17" on an nRF51, "GPIO2_5"
/// on an i.MX. Empty if the manual has none, or if the machine determines the controller.
///
/// For a controller that is given by its type, the number is its place in the order of addresses.
/// On imx25-pdk and kzm, this is not the manual's order; there, a path that ends in "gpio2" helps:
/// it names the port itself, as "gpiob" does.
std::string vendor_name(const ControllerChoice& controller, std::uint16_t line);

}  // namespace pinbridge::controllers
