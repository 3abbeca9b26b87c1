#pragma once

#include "bench/attributes.hpp"
#include "bench/part_type.hpp"
#include "parts/led_group.hpp"

namespace pinbridge::parts {

/// Which ends of a group of LEDs are one pin.
enum class CommonEnd : std::uint8_t { anode, cathode };

/// Reads `common`.
inline CommonEnd common_end_from(Attributes& attributes) {
  return attributes.choice<CommonEnd>(
      "common", {{"anode", CommonEnd::anode}, {"cathode", CommonEnd::cathode}}, CommonEnd::anode);
}

/// What it reads, for a part's type.
inline AttributeSpec common_end_attribute() {
  return {"common", "anode", "common end of the LEDs: \"anode\" or \"cathode\""};
}

/// The LED between a common pin and one of its own.
inline LedEnds led_to_common(CommonEnd end, PinIndex common, PinIndex own) {
  return end == CommonEnd::anode ? LedEnds{common, own} : LedEnds{own, common};
}

}  // namespace pinbridge::parts
