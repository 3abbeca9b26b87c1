#pragma once

#include <string>

#include "board/board.hpp"

namespace pinbridge::app {

/// A first board, with layout: a button on line 0 of a chip and an LED on line 1. The chip is the
/// machine's own `controller`, as `pinbridge controllers` names it; a virtio-gpio chip if that is
/// empty.
board::Board first_board(const std::string& controller);

}  // namespace pinbridge::app
