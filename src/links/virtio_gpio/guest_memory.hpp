#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "links/virtio_gpio/mapped_file.hpp"
#include "links/virtio_gpio/memory_table.hpp"
#include "links/virtio_gpio/vhost_user_wire.hpp"

namespace pinbridge::vhost_user {

/// The memory that a front end shares: its regions mapped, and their table.
class GuestMemory {
 public:
  /// Nothing is shared.
  GuestMemory() = default;

  /// Maps each region from the descriptor with the same number.
  static Result<GuestMemory> map(std::span<const wire::MemoryRegion> regions,
                                 std::span<const UniqueFd> fds);

  const virtio::MemoryTable& table() const { return table_; }

  /// A region's file was cut short under us: what was read since is zeros, the guest is gone.
  bool lost() const;

 private:
  std::vector<MappedFile> files_;
  virtio::MemoryTable table_;
};

}  // namespace pinbridge::vhost_user
