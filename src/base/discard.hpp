#pragma once

#include <memory>
#include <system_error>
#include <utility>

#include "base/background_thread.hpp"

namespace pinbridge {

/// Destroys `thing` on another thread, because freeing many small objects takes long. Nothing else
/// refers to it, and its destructors access no state of the loop. If there is no thread, it is
/// destroyed here.
template <class Thing>
void discard(Thing thing) {
  auto held = std::make_shared<Thing>(std::move(thing));
  try {
    background_thread([held = std::move(held)]() mutable { held.reset(); }).detach();
    // NOLINTNEXTLINE(bugprone-empty-catch)
  } catch (const std::system_error&) {
    // It was destroyed with the function that the thread would have run.
  }
}

}  // namespace pinbridge
