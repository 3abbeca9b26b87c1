#include "vhost_user/guest_memory.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace pinbridge::vhost_user {

Result<GuestMemory> GuestMemory::map(std::span<const wire::MemoryRegion> regions,
                                     std::span<const ReceivedFd> fds) {
  PB_CHECK(regions.size() == fds.size());
  GuestMemory memory;
  std::vector<virtio::MemoryTable::Region> entries;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const wire::MemoryRegion& region = regions[i];
    auto file = MappedFile::map(fds[i].get(), region.mmap_offset, region.size);
    if (!file) {
      return make_error(file.error().code, "memory region at {:#x}: {}", region.guest_address,
                        file.error().message);
    }
    entries.push_back({region.guest_address, region.size, region.user_address, file->data()});
    memory.files_.push_back(std::move(*file));
  }
  auto table = virtio::MemoryTable::make(std::move(entries));
  if (!table) return table.error();
  memory.table_ = std::move(*table);
  return memory;
}

bool GuestMemory::lost() const {
  return std::any_of(files_.begin(), files_.end(),
                     [](const MappedFile& file) { return file.lost(); });
}

}  // namespace pinbridge::vhost_user
