#pragma once

#include "base/result.hpp"

namespace pinbridge::cli {

/// Pinbridge's own exit statuses.
enum ExitStatus : int {
  kSuccess = 0,
  kFailure = 1,            ///< a failure of the environment, such as: no bench; a failed scenario
  kBadInput = 2,           ///< the command line, a board or a name in it is wrong
  kScenarioTimedOut = 42,  ///< as wokwi-cli ends
  kTimedOut = 124,         ///< as timeout(1) ends
};

/// Prints the error's message to stderr and returns the exit status of the program.
ExitStatus report(const Error& error);

}  // namespace pinbridge::cli
