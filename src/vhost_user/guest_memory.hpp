#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"
#include "vhost_user/mapped_file.hpp"
#include "vhost_user/received_fd.hpp"
#include "vhost_user/vhost_user_wire.hpp"
#include "virtio/memory_table.hpp"

namespace pinbridge::vhost_user {

/// The memory that a front end shares: its regions mapped, and their table.
class GuestMemory {
 public:
  /// Nothing is shared.
  GuestMemory() = default;

  /// Maps each region from the descriptor with the same number.
  static Result<GuestMemory> map(std::span<const wire::MemoryRegion> regions,
                                 std::span<const ReceivedFd> fds);

  const virtio::MemoryTable& table() const { return table_; }

  /// A region's file was truncated: later reads give zeros, and the guest has ended.
  bool lost() const;

 private:
  std::vector<MappedFile> files_;
  virtio::MemoryTable table_;
};

}  // namespace pinbridge::vhost_user
