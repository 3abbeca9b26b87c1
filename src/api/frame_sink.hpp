#pragma once

#include <string_view>

#include "base/time.hpp"

namespace pinbridge {

/// How often who looks at a bench is told, at most: about what a screen shows.
inline constexpr Duration kFrame = std::chrono::milliseconds(16);

/// Somebody who is told frame by frame, and is spared a frame while the last one is still on its
/// way: news wait where they are counted, and not in a queue.
class FrameSink {
 public:
  FrameSink() = default;
  FrameSink(const FrameSink&) = delete;
  FrameSink& operator=(const FrameSink&) = delete;
  virtual ~FrameSink() = default;

  /// Nothing waits to be sent.
  virtual bool ready() const = 0;
  virtual void send(std::string_view messages) = 0;
};

}  // namespace pinbridge
