#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "board/board.hpp"

namespace pinbridge {

/// Reads a Wokwi `diagram.json`. Everything that is not as it should be is noted, with its place;
/// what can be understood is returned all the same.
Board read_board(std::string_view text, Problems& problems);

/// The file that a user means by `path`: itself, or the `diagram.json` in that directory.
std::filesystem::path board_file(const std::filesystem::path& path);

/// The whole text of the file: at most 16 MiB.
Result<std::string> read_board_text(const std::filesystem::path& file);

}  // namespace pinbridge
