#pragma once

#include <bit>
#include <cstdint>

/// Names and layouts of the split virtqueue, as virtio 1.3 spells them (2.7, appendix A). Little
/// endian, as the devices that we serve are modern only.
namespace pinbridge::virtio::wire {

static_assert(std::endian::native == std::endian::little,
              "on a big-endian host each access to a ring would have to swap");

// NOLINTBEGIN(readability-identifier-naming)
inline constexpr std::uint16_t VIRTQ_DESC_F_NEXT = 1;
inline constexpr std::uint16_t VIRTQ_DESC_F_WRITE = 2;
inline constexpr std::uint16_t VIRTQ_DESC_F_INDIRECT = 4;

inline constexpr std::uint16_t VIRTQ_USED_F_NO_NOTIFY = 1;
inline constexpr std::uint16_t VIRTQ_AVAIL_F_NO_INTERRUPT = 1;

inline constexpr int VIRTIO_F_INDIRECT_DESC = 28;
inline constexpr int VIRTIO_F_EVENT_IDX = 29;
inline constexpr int VIRTIO_F_VERSION_1 = 32;

struct virtq_desc {
  std::uint64_t addr;
  std::uint32_t len;
  std::uint16_t flags;
  std::uint16_t next;
};
static_assert(sizeof(virtq_desc) == 16);

struct virtq_used_elem {
  std::uint32_t id;
  std::uint32_t len;
};
static_assert(sizeof(virtq_used_elem) == 8);
// NOLINTEND(readability-identifier-naming)

// virtq_avail: u16 flags, u16 idx, u16 ring[size], u16 used_event
// virtq_used:  u16 flags, u16 idx, virtq_used_elem ring[size], u16 avail_event
inline constexpr std::size_t kRingIdx = 2;
inline constexpr std::size_t kRingEntries = 4;

constexpr std::size_t descriptor_table_bytes(std::size_t size) {
  return 16 * size;
}
constexpr std::size_t avail_ring_bytes(std::size_t size) {
  return 6 + 2 * size;
}
constexpr std::size_t used_ring_bytes(std::size_t size) {
  return 6 + 8 * size;
}

/// The longest queue of the specification is 32768 (2.7). Ours is QEMU's: the work of one turn is
/// bounded by it.
inline constexpr std::uint32_t kMaxQueueSize = 1024;

}  // namespace pinbridge::virtio::wire
