#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "virtio/chain.hpp"
#include "virtio/memory_table.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::virtio {

/// Follows descriptors from a head on and checks every step. The guest may write anything into the
/// table, even while it is read, so each descriptor is copied once and only the copy is used.
///
///   descriptor table           indirect table
///   ┌───┬──────────────┐       ┌───┬──────────────┐
///   │ 3 │ read   NEXT 7│──┐    │ 0 │ read   NEXT 1│──┐
///   │ 7 │ write        │◀─┘    │ 1 │ write        │◀─┘
///   │ 9 │ INDIRECT     │──────▶└───┴──────────────┘
///   └───┴──────────────┘
class ChainReader {
 public:
  /// More than any request needs: Linux makes two. A chain may also not be longer than its queue.
  static constexpr std::uint32_t kMostDescriptors = 64;

  /// What the chain may consist of.
  struct Rules {
    std::uint16_t queue_size = 0;
    bool indirect = false;  ///< VIRTIO_F_INDIRECT_DESC was negotiated
  };

  /// `descriptors` holds rules.queue_size of them.
  void start(const MemoryTable& memory, const std::byte* descriptors, Rules rules);

  /// The chain that begins at `head`; valid until the next read(). An error names the rule that the
  /// chain breaks.
  Result<Chain> read(ChainHead head);

 private:
  struct Table {
    const std::byte* descriptors;
    std::uint32_t size;
    bool indirect;
  };

  Result<void> follow(Table table, std::uint32_t index);
  Result<Table> enter_indirect(const Table& from, const wire::virtq_desc& descriptor) const;
  Result<void> add_segment(const wire::virtq_desc& descriptor);

  const MemoryTable* memory_ = nullptr;
  const std::byte* descriptors_ = nullptr;
  Rules rules_;
  std::vector<Segment> segments_;  ///< readable ones first
  std::size_t readable_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace pinbridge::virtio
