#pragma once

#include "base/result.hpp"

namespace pinbridge::cli {

/// Opens what is closed of stdin, stdout and stderr: else a socket that is opened later would have
/// that number, and receive the log. What is written to a closed stdout fails, as it should.
void open_standard_descriptors();

/// Why standard output could not be written; `error` is an errno, or 0 if that is not known.
Error cannot_write_output(int error);

/// Writes what is left of standard output. Fails if that, or anything before, could not be written:
/// what a full disk swallowed must not look like success.
Result<void> finish_standard_output();

}  // namespace pinbridge::cli
