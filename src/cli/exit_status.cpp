#include "cli/exit_status.hpp"

#include <fmt/format.h>

#include "base/printable.hpp"
#include "base/program_log.hpp"

namespace pinbridge::cli {

ExitStatus report(const Error& error) {
  print_to_log(fmt::format("pinbridge: {}\n", printable_lines(error.message)));
  const bool world = error.code == ErrorCode::system || error.code == ErrorCode::busy ||
                     error.code == ErrorCode::limit;
  return world ? kFailure : kBadInput;
}

}  // namespace pinbridge::cli
