#include "virtio/chain.hpp"

#include <algorithm>
#include <cstring>

namespace pinbridge::virtio {

std::size_t size_of(std::span<const Segment> segments) {
  std::size_t total = 0;
  for (const Segment& segment : segments) total += segment.size();
  return total;
}

std::size_t copy_out(std::span<const Segment> segments, std::span<std::byte> to) {
  std::size_t done = 0;
  for (const Segment& segment : segments) {
    const std::size_t part = std::min(segment.size(), to.size() - done);
    if (part == 0) continue;
    std::memcpy(to.data() + done, segment.data(), part);
    done += part;
  }
  return done;
}

std::size_t copy_in(std::span<const Segment> segments, std::size_t offset,
                    std::span<const std::byte> from) {
  std::size_t done = 0;
  for (const Segment& segment : segments) {
    if (offset >= segment.size()) {
      offset -= segment.size();
      continue;
    }
    const std::size_t part = std::min(segment.size() - offset, from.size() - done);
    if (part == 0) break;
    std::memcpy(segment.data() + offset, from.data() + done, part);
    done += part;
    offset = 0;
  }
  return done;
}

}  // namespace pinbridge::virtio
