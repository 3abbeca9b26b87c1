#pragma once

#include <utility>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pinbridge::cli {

/// While it lives, SIGINT, SIGTERM and SIGHUP (unless it is ignored, as nohup has it) do not end
/// the program but make a descriptor readable: for commands that have something to finish.
class Interrupt {
 public:
  static Result<Interrupt> open();

  /// Readable from the first signal on.
  int fd() const { return fd_.get(); }
  /// Whether one has come that signal() has not returned.
  bool pending() const;
  /// The signal that has come; waits for one.
  int signal() const;

 private:
  explicit Interrupt(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace pinbridge::cli
