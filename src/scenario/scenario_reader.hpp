#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// A file may have this many bytes.
inline constexpr std::size_t kLargestFile = 1U << 20U;

/// Reads a scenario: Wokwi's format of automation scenarios (YAML), and the further steps of
/// docs/reference/scenarios.md. `file` is its name in errors, which begin with FILE:LINE:COLUMN.
Result<Scenario> read_scenario(std::string_view text, const std::string& file);

/// "FILE:LINE:COLUMN: error: MESSAGE", as compilers write it.
Error error_at(const std::string& file, Place place, const std::string& message);

}  // namespace pinbridge::scenario
