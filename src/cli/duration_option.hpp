#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "cli/program.hpp"

namespace pinbridge::cli {

/// An option DURATION: a number with a unit (ns, us, ms, s, m, h). A number alone is refused,
/// because tools differ in what it means. "10s" for a `fallback`, or nothing.
CLI::Option* add_duration_option(CLI::App& command, const std::string& names, Duration& value,
                                 const std::string& meaning, const std::string& fallback = "");

}  // namespace pinbridge::cli
