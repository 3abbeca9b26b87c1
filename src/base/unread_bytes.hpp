#pragma once

#include <cstddef>
#include <span>

#include "base/byte_order.hpp"

namespace pinbridge {

/// Bytes of a peer that have arrived and were not taken yet, in one piece.
class UnreadBytes {
 public:
  /// Spans of earlier bytes become invalid.
  void append(std::span<const std::byte> bytes) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  }

  /// Valid until the next append().
  std::span<const std::byte> view() const { return std::span(buffer_).subspan(taken_); }

  /// The first `size` bytes of view() are not part of it any more. `size` is no more than it has.
  void take(std::size_t size) { taken_ += size; }

 private:
  Bytes buffer_;
  std::size_t taken_ = 0;
};

}  // namespace pinbridge
