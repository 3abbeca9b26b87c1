#pragma once

#include <string>

#include "base/result.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// Does all that the steps do to a board, without waiting: finds parts, pins, controls and values
/// that the board does not have. `host` has a board of its own, which is of no use afterwards.
/// Fails with a sentence that begins with the place in `file`.
Result<void> rehearse(const Scenario& scenario, Host& host, const std::string& file);

}  // namespace pinbridge::scenario
