#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/part_type.hpp"
#include "board/assembly.hpp"
#include "board/guest_import.hpp"
#include "board/problem.hpp"

namespace pinbridge::app {

/// All kinds of parts, chips included.
Catalog full_catalog();

/// A board file that was read: its parts and its problems.
struct OpenedBoard {
  std::filesystem::path file;
  std::string name;  ///< of the directory or file, for people
  std::string text;  ///< what stood in the file, and in those beside it that it uses
  board::Board board;
  board::Assembly assembly;
  board::Problems problems;
  std::vector<board::GuestChoice> choices;  ///< that the command line made
  std::vector<board::ImportedPin> imported;
};

/// Reads a board, or the diagram.json of a directory. Fails only if it cannot be read at all.
/// `choices` name the microcontrollers that become guests, in addition to those that the board
/// itself names. A choice that does not fit the board is an error among its problems.
Result<OpenedBoard> open_board(const std::filesystem::path& path, const Catalog& catalog,
                               std::vector<board::GuestChoice> choices = {});

/// The same, but `file` must be the file itself, not a directory.
Result<OpenedBoard> open_board_file(const std::filesystem::path& file, const Catalog& catalog,
                                    std::vector<board::GuestChoice> choices);

/// For each pin of a microcontroller that became a line: the line, and its name in the guest. Empty
/// if nothing was imported.
std::string imported_lines(const OpenedBoard& board);

/// One line for each problem, as compilers write it, in the order of the file.
std::string problem_lines(const OpenedBoard& board);

}  // namespace pinbridge::app
