#pragma once

#include <cstddef>
#include <cstdint>

/// Names and layouts of vhost-user, as QEMU's docs/interop/vhost-user.rst spells them. Native byte
/// order; both ends are on one machine.
namespace pinbridge::vhost_user::wire {

// NOLINTBEGIN(readability-identifier-naming)
enum Request : std::uint32_t {
  VHOST_USER_GET_FEATURES = 1,
  VHOST_USER_SET_FEATURES = 2,
  VHOST_USER_SET_OWNER = 3,
  VHOST_USER_RESET_OWNER = 4,
  VHOST_USER_SET_MEM_TABLE = 5,
  VHOST_USER_SET_VRING_NUM = 8,
  VHOST_USER_SET_VRING_ADDR = 9,
  VHOST_USER_SET_VRING_BASE = 10,
  VHOST_USER_GET_VRING_BASE = 11,
  VHOST_USER_SET_VRING_KICK = 12,
  VHOST_USER_SET_VRING_CALL = 13,
  VHOST_USER_SET_VRING_ERR = 14,
  VHOST_USER_GET_PROTOCOL_FEATURES = 15,
  VHOST_USER_SET_PROTOCOL_FEATURES = 16,
  VHOST_USER_GET_QUEUE_NUM = 17,
  VHOST_USER_SET_VRING_ENABLE = 18,
  VHOST_USER_GET_CONFIG = 24,
  VHOST_USER_SET_CONFIG = 25,
  VHOST_USER_RESET_DEVICE = 34,
};

inline constexpr int VHOST_USER_F_PROTOCOL_FEATURES = 30;

inline constexpr int VHOST_USER_PROTOCOL_F_MQ = 0;
inline constexpr int VHOST_USER_PROTOCOL_F_REPLY_ACK = 3;
inline constexpr int VHOST_USER_PROTOCOL_F_CONFIG = 9;
inline constexpr int VHOST_USER_PROTOCOL_F_RESET_DEVICE = 13;
// NOLINTEND(readability-identifier-naming)

struct Header {
  std::uint32_t request;
  std::uint32_t flags;
  std::uint32_t size;  ///< of the payload
};
static_assert(sizeof(Header) == 12);

inline constexpr std::uint32_t kVersion = 1;  ///< in the lower 2 bits of flags
inline constexpr std::uint32_t kVersionMask = 3;
inline constexpr std::uint32_t kReply = 1U << 2;
inline constexpr std::uint32_t kNeedReply = 1U << 3;

/// A vring state description.
struct VringState {
  std::uint32_t index;
  std::uint32_t num;
};

/// A vring address description: user addresses.
struct VringAddress {
  std::uint32_t index;
  std::uint32_t flags;
  std::uint64_t descriptor;
  std::uint64_t used;
  std::uint64_t available;
  std::uint64_t log;
};
static_assert(sizeof(VringAddress) == 40);

/// Memory regions description: its head; then one MemoryRegion each.
struct MemoryRegions {
  std::uint32_t num_regions;
  std::uint32_t padding;
};

struct MemoryRegion {
  std::uint64_t guest_address;
  std::uint64_t size;
  std::uint64_t user_address;
  std::uint64_t mmap_offset;
};
static_assert(sizeof(MemoryRegion) == 32);

/// Virtio device config space: its head; then `size` bytes.
struct ConfigSpace {
  std::uint32_t offset;
  std::uint32_t size;
  std::uint32_t flags;
};
static_assert(sizeof(ConfigSpace) == 12);

// The u64 of SET_VRING_KICK, _CALL and _ERR.
inline constexpr std::uint64_t kVringIndexMask = 0xff;
inline constexpr std::uint64_t kVringNoFd = 1U << 8;

inline constexpr std::size_t kMaxRegions = 8;
inline constexpr std::size_t kMaxConfigSize = 256;

}  // namespace pinbridge::vhost_user::wire
