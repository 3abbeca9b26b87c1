#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/strong_id.hpp"

namespace pinbridge::virtio {

/// The index of a chain's first descriptor: the chain's name until it is given back.
using ChainHead = StrongId<struct ChainHeadTag, std::uint16_t>;

/// A piece of a buffer, in the guest's memory: its bytes may change at any time.
using Segment = std::span<std::byte>;

/// A buffer that the driver made available: its request, then room for the response.
///
/// Valid until the next pop() or reopen() of its queue.
struct Chain {
  ChainHead head;
  std::span<const Segment> readable;
  std::span<const Segment> writable;
};

std::size_t size_of(std::span<const Segment> segments);

/// Copies from the start of `segments` until `to` is full or they end; returns how many bytes.
std::size_t copy_out(std::span<const Segment> segments, std::span<std::byte> to);

/// Copies `from` to `offset` bytes into `segments`, as much as fits; returns how many bytes.
std::size_t copy_in(std::span<const Segment> segments, std::size_t offset,
                    std::span<const std::byte> from);

}  // namespace pinbridge::virtio
