#pragma once

#include "base/strong_id.hpp"

namespace pinbridge {

/// A pin of the board.
using PinId = StrongId<struct PinIdTag>;

}  // namespace pinbridge
