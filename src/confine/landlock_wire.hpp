#pragma once

#include <cstdint>

namespace pinbridge::confine::wire {

// linux/landlock.h, which is older than the kernel on some systems: Debian 12's has version 2.

// NOLINTBEGIN(readability-identifier-naming): the kernel's names
struct landlock_ruleset_attr {
  std::uint64_t handled_access_fs;
  std::uint64_t handled_access_net;  ///< since version 4
  std::uint64_t scoped;              ///< since version 6
};

struct __attribute__((packed)) landlock_path_beneath_attr {
  std::uint64_t allowed_access;
  std::int32_t parent_fd;
};

struct landlock_net_port_attr {
  std::uint64_t allowed_access;
  std::uint64_t port;
};
// NOLINTEND(readability-identifier-naming)

inline constexpr unsigned kCreateRulesetVersion = 1U << 0U;
inline constexpr int kRulePathBeneath = 1;
inline constexpr int kRuleNetPort = 2;  ///< since version 4

inline constexpr std::uint64_t kFsExecute = 1U << 0U;
inline constexpr std::uint64_t kFsWriteFile = 1U << 1U;
inline constexpr std::uint64_t kFsReadFile = 1U << 2U;
inline constexpr std::uint64_t kFsReadDir = 1U << 3U;
inline constexpr std::uint64_t kFsRemoveDir = 1U << 4U;
inline constexpr std::uint64_t kFsRemoveFile = 1U << 5U;
inline constexpr std::uint64_t kFsMakeDir = 1U << 7U;
inline constexpr std::uint64_t kFsMakeSock = 1U << 9U;
inline constexpr std::uint64_t kFsMakeFifo = 1U << 10U;
inline constexpr std::uint64_t kFsOfVersion1 = (1U << 13U) - 1U;
inline constexpr std::uint64_t kFsRefer = 1U << 13U;     ///< since version 2
inline constexpr std::uint64_t kFsTruncate = 1U << 14U;  ///< since version 3
inline constexpr std::uint64_t kFsIoctlDev = 1U << 15U;  ///< since version 5

inline constexpr std::uint64_t kNetBindTcp = 1U << 0U;
inline constexpr std::uint64_t kNetConnectTcp = 1U << 1U;

inline constexpr std::uint64_t kScopeAbstractUnixSocket = 1U << 0U;

}  // namespace pinbridge::confine::wire
