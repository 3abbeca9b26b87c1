#pragma once

#include <future>
#include <utility>

#include <fcntl.h>

#include "base/closer.hpp"

namespace pinbridge::testing {

/// Keeps the thread of a closer busy while it lives, as a close does that cannot be interrupted:
/// what waits for the closer can be counted.
class BlockedCloser {
 public:
  explicit BlockedCloser(Closer& closer) {
    // Starts the thread.
    closer.close(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    closer.run([this, ended = ended_.get_future().share()] {
      begun_.set_value();
      ended.wait();
    });
    begun_.get_future().wait();
  }
  BlockedCloser(const BlockedCloser&) = delete;
  BlockedCloser& operator=(const BlockedCloser&) = delete;
  ~BlockedCloser() { end(); }

  void end() {
    if (!std::exchange(has_ended_, true)) ended_.set_value();
  }

 private:
  std::promise<void> begun_;
  std::promise<void> ended_;
  bool has_ended_ = false;
};

}  // namespace pinbridge::testing
