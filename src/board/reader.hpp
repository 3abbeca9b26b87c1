#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "board/board.hpp"

namespace pinbridge::board {

/// In bytes. An id is part of other names, such as that of a chip's socket.
inline constexpr std::size_t kLongestId = 64;

/// Reads a Wokwi `diagram.json`. Problems are noted with their places; the valid rest is returned.
/// Parts and connections that cannot be used are left out with a warning; only a text that is not
/// a diagram is an error.
Board read_board(std::string_view text, Problems& problems);

/// The file that `path` refers to: itself, or the `diagram.json` in this directory.
std::filesystem::path board_file(const std::filesystem::path& path);

/// More than the file of the largest board has.
inline constexpr std::size_t kLargestBoardFile = 64U << 20U;  ///< bytes

/// The complete text of a regular file of up to kLargestBoardFile. Others, such as a FIFO or a
/// device, are not opened. May block for as long as the file system does.
Result<std::string> read_board_text(const std::filesystem::path& file);

}  // namespace pinbridge::board
