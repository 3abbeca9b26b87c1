#pragma once

#include <string>

#include "cli/program.hpp"

namespace pinbridge::cli {

/// A script that completes commands and options in a shell: bash, zsh or fish.
std::string completions(const Program& program, const std::string& shell);

}  // namespace pinbridge::cli
