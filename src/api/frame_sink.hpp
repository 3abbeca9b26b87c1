#pragma once

#include <string_view>

#include "base/time.hpp"

namespace pinbridge::api {

/// The shortest time between notifications of a viewer: about a frame of a screen.
inline constexpr Duration kFrame = std::chrono::milliseconds(16);

/// A receiver of notifications by the frame. While the last frame is in transit, it receives no
/// other: changes are counted, not queued.
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

}  // namespace pinbridge::api
