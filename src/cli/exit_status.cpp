#include "cli/exit_status.hpp"

#include <cstdio>

namespace pinbridge {

ExitStatus report(const Error& error) {
  fmt::print(stderr, "pinbridge: {}\n", error.message);
  const bool world = error.code == ErrorCode::system || error.code == ErrorCode::busy ||
                     error.code == ErrorCode::limit;
  return world ? kFailure : kBadInput;
}

}  // namespace pinbridge
