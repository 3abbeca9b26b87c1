#pragma once

#include "bench/part.hpp"

namespace pinbridge {

/// A pin before it has a PinId: the part's place in the list of parts, and its pin.
struct PinPlace {
  PartId part;
  PinIndex pin;
};

struct Wire {
  PinPlace from;
  PinPlace to;
};

}  // namespace pinbridge
