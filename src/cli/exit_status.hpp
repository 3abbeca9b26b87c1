#pragma once

#include "base/result.hpp"

namespace pinbridge {

/// What a command ends with: Pinbridge's own exit statuses.
enum ExitStatus : int {
  kSuccess = 0,
  kFailure = 1,   ///< the world said no: no bench serves there, QEMU is gone
  kBadInput = 2,  ///< the command line, a board or a name in it is wrong
};

/// Prints the error's sentence on stderr and returns what the program ends with.
ExitStatus report(const Error& error);

}  // namespace pinbridge
