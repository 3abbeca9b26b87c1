#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "board/problem.hpp"
#include "links/controllers/controller_type.hpp"

namespace pinbridge::app {

/// Reads types of GPIO controllers from the text of a file (docs/reference/links.md). All errors
/// are among the problems, with their locations. A row with an error is left out.
std::vector<controllers::OwnedControllerType> read_controller_types(std::string_view json,
                                                                    board::Problems& problems);

/// Adds the types of a file, or of all files `*.json` of a directory, to those that the program
/// knows. Fails with a line for each problem if there is any, and adds nothing then.
Result<void> add_controller_files(const std::filesystem::path& path);

}  // namespace pinbridge::app
