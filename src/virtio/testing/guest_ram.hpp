#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "virtio/memory_table.hpp"

namespace pinbridge::testing {

/// A guest's memory that is only ours, with a hole on either side of each of its regions: they end
/// where the heap's block does, so AddressSanitizer sees one byte too many.
class GuestRam {
 public:
  static constexpr std::uint64_t kGuest = 0x4000'0000;
  static constexpr std::uint64_t kUser = 0x7f00'0000'0000;

  /// Regions that border on each other in the guest, but not in our memory.
  explicit GuestRam(const std::vector<std::size_t>& sizes) {
    std::vector<virtio::MemoryTable::Region> regions;
    std::uint64_t offset = 0;
    for (const std::size_t size : sizes) {
      blocks_.emplace_back(static_cast<std::byte*>(std::aligned_alloc(4096, size)));
      std::memset(blocks_.back().get(), 0, size);
      regions.push_back({kGuest + offset, size, kUser + offset, blocks_.back().get()});
      offset += size;
    }
    table_ = virtio::MemoryTable::make(regions).value();
  }

  const virtio::MemoryTable& table() const { return table_; }
  std::byte* host(std::size_t region = 0) const { return blocks_[region].get(); }

 private:
  struct Free {
    void operator()(std::byte* block) const { std::free(block); }
  };

  std::vector<std::unique_ptr<std::byte, Free>> blocks_;
  virtio::MemoryTable table_;
};

}  // namespace pinbridge::testing
