#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "bench/part_type.hpp"
#include "board/assembly.hpp"
#include "board/problem.hpp"

namespace pinbridge {

/// All kinds of parts, chips included.
Catalog full_catalog();

/// A board file that was read: its parts, and what is wrong with it.
struct OpenedBoard {
  std::filesystem::path file;
  std::string name;  ///< of the directory or file, for people
  std::string text;  ///< what stood in the file
  Board board;
  Assembly assembly;
  Problems problems;
};

/// Reads a board, or the diagram.json of a directory. Fails only if there is nothing to read.
Result<OpenedBoard> open_board(const std::filesystem::path& path, const Catalog& catalog);

/// One line for each problem, as compilers write it, in the order of the file.
std::string problem_lines(const OpenedBoard& board);

}  // namespace pinbridge
