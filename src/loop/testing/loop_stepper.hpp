#pragma once

#include <chrono>
#include <functional>

#include "loop/event_loop.hpp"

namespace pinbridge::testing {

/// Longer than any operation here takes on a busy machine.
constexpr auto kPatience = std::chrono::seconds(20);

/// Lets the loop work, handler by handler, until `done`; false if that never comes.
inline bool step_until(EventLoop& loop, const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    if (loop.io().stopped()) loop.io().restart();
    loop.io().run_one_for(std::chrono::milliseconds(1));
  }
  return true;
}

/// Lets the loop do all work that is pending now.
inline void settle(EventLoop& loop) {
  if (loop.io().stopped()) loop.io().restart();
  while (loop.io().poll() > 0) {
  }
}

}  // namespace pinbridge::testing
