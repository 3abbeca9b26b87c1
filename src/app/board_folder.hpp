#pragma once

#include <filesystem>

#include "bench/part_type.hpp"
#include "board/board.hpp"
#include "board/microcontroller_table.hpp"
#include "board/problem.hpp"

namespace pinbridge::app {

/// Adds the files next to a diagram: `NAME.chip.json` for each type `chip-NAME` of the board that
/// the catalog lacks, and the tables of microcontrollers `*.board.json`. A file that cannot be used
/// is a warning.
void add_types_of_folder(const std::filesystem::path& folder, const board::Board& board,
                         Catalog& catalog, board::Microcontrollers& tables,
                         board::Problems& problems);

}  // namespace pinbridge::app
