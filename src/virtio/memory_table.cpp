#include "virtio/memory_table.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace pinbridge::virtio {
namespace {

using Region = MemoryTable::Region;

bool wraps(std::uint64_t address, std::uint64_t size) {
  return size > std::numeric_limits<std::uint64_t>::max() - address;
}

bool overlap(std::uint64_t a, std::uint64_t a_size, std::uint64_t b, std::uint64_t b_size) {
  return a < b + b_size && b < a + a_size;
}

Result<void> check(const Region& region) {
  if (region.size == 0) {
    return make_error(ErrorCode::invalid, "memory region at {:#x} has no size",
                      region.guest_address);
  }
  if (wraps(region.guest_address, region.size) || wraps(region.user_address, region.size)) {
    return make_error(ErrorCode::invalid,
                      "memory region at {:#x} of {:#x} bytes ends behind the last address",
                      region.guest_address, region.size);
  }
  return {};
}

}  // namespace

Result<MemoryTable> MemoryTable::make(std::vector<Region> regions) {
  for (const Region& region : regions) {
    if (const auto checked = check(region); !checked) return checked.error();
  }
  for (std::size_t i = 0; i < regions.size(); ++i) {
    for (std::size_t j = i + 1; j < regions.size(); ++j) {
      const Region& a = regions[i];
      const Region& b = regions[j];
      if (overlap(a.guest_address, a.size, b.guest_address, b.size) ||
          overlap(a.user_address, a.size, b.user_address, b.size)) {
        return make_error(ErrorCode::invalid, "memory regions at {:#x} and {:#x} overlap",
                          a.guest_address, b.guest_address);
      }
    }
  }
  MemoryTable table;
  table.regions_ = std::move(regions);
  return table;
}

std::span<std::byte> MemoryTable::at_guest(std::uint64_t address, std::uint64_t size) const {
  for (const Region& region : regions_) {
    // Below the region the difference wraps to something huge.
    const std::uint64_t offset = address - region.guest_address;
    if (offset >= region.size) continue;
    return {region.host + offset, std::min(size, region.size - offset)};
  }
  return {};
}

std::byte* MemoryTable::whole_at_guest(std::uint64_t address, std::uint64_t size) const {
  const auto bytes = at_guest(address, size);
  return bytes.size() == size && size > 0 ? bytes.data() : nullptr;
}

std::byte* MemoryTable::whole_at_user(std::uint64_t address, std::uint64_t size) const {
  for (const Region& region : regions_) {
    const std::uint64_t offset = address - region.user_address;
    if (offset >= region.size || size > region.size - offset) continue;
    return region.host + offset;
  }
  return nullptr;
}

}  // namespace pinbridge::virtio
