#pragma once

#include <string>

#include "board/board.hpp"

namespace pinbridge::board {

/// The board as a Wokwi `diagram.json`: text from which read_board() creates the same board. One
/// part or connection per line.
std::string write_board(const Board& board);

}  // namespace pinbridge::board
