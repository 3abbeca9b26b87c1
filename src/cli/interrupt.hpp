#pragma once

#include "base/unique_fd.hpp"

namespace pinbridge {

/// While it lives, SIGINT and SIGTERM do not end the program but make a descriptor readable: for
/// commands that have something to finish.
class Interrupt {
 public:
  Interrupt();

  /// Readable from the first signal on.
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
};

}  // namespace pinbridge
