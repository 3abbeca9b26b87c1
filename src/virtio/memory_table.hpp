#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"

namespace pinbridge::virtio {

/// Translates addresses of a guest's memory into ours; owns nothing.
///
/// The front end uses its own ("user") addresses, the guest physical ones.
class MemoryTable {
 public:
  struct Region {
    std::uint64_t guest_address;
    std::uint64_t size;  ///< bytes, not 0
    std::uint64_t user_address;
    std::byte* host;
  };

  MemoryTable() = default;

  /// Refuses regions that are empty, that run past the end of an address space, or that overlap.
  static Result<MemoryTable> make(std::vector<Region> regions);

  bool empty() const { return regions_.empty(); }

  /// Up to `size` bytes from `address` on: fewer if a region ends, none outside of all regions.
  std::span<std::byte> at_guest(std::uint64_t address, std::uint64_t size) const;

  /// As at_guest, but all `size` bytes from one region, or nullptr.
  std::byte* whole_at_guest(std::uint64_t address, std::uint64_t size) const;
  std::byte* whole_at_user(std::uint64_t address, std::uint64_t size) const;

 private:
  std::vector<Region> regions_;
};

}  // namespace pinbridge::virtio
