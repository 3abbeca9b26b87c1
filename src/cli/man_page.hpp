#pragma once

#include <map>
#include <string>

#include "cli/program.hpp"

namespace pinbridge::cli {

/// The man pages in section 1, by file name: pinbridge.1 and pinbridge-COMMAND.1, in troff with
/// the macros of man(7).
std::map<std::string, std::string> man_pages(const Program& program);

}  // namespace pinbridge::cli
