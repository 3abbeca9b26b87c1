#pragma once

#include <string_view>

#include "bench/part.hpp"

namespace pinbridge {

/// A part with a pin that needs no wire: on a board, it is on one net with the pins of all other
/// parts in the same medium, such as infrared light.
class InMedium {
 public:
  virtual ~InMedium() = default;

  /// The name of the medium, a literal.
  virtual std::string_view medium() const = 0;
  virtual PinIndex medium_pin() const = 0;
};

}  // namespace pinbridge
