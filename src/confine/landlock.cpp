#include "confine/landlock.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/landlock_wire.hpp"

// The same on every architecture.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

namespace pinbridge::confine {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kForReading = wire::kFsReadFile | wire::kFsReadDir;
constexpr std::uint64_t kForSockets = kForReading | wire::kFsWriteFile | wire::kFsMakeSock |
                                      wire::kFsMakeFifo | wire::kFsMakeDir | wire::kFsRemoveFile |
                                      wire::kFsRemoveDir;
/// Of these, what can be allowed for a file that is not a directory.
constexpr std::uint64_t kOfFiles = wire::kFsReadFile | wire::kFsWriteFile | wire::kFsIoctlDev;

/// All that this version can deny.
wire::landlock_ruleset_attr handled(int version) {
  wire::landlock_ruleset_attr all{wire::kFsOfVersion1, 0, 0};
  if (version >= 2) all.handled_access_fs |= wire::kFsRefer;
  if (version >= 3) all.handled_access_fs |= wire::kFsTruncate;
  if (version >= 4) all.handled_access_net = wire::kNetBindTcp | wire::kNetConnectTcp;
  if (version >= 5) all.handled_access_fs |= wire::kFsIoctlDev;
  if (version >= 6) all.scoped = wire::kScopeAbstractUnixSocket;
  return all;
}

/// A kernel accepts the members that it knows, followed by zeros.
std::size_t size_for(int version) {
  if (version >= 6) return sizeof(wire::landlock_ruleset_attr);
  return version >= 4 ? offsetof(wire::landlock_ruleset_attr, scoped)
                      : offsetof(wire::landlock_ruleset_attr, handled_access_net);
}

void allow(const UniqueFd& rules, const fs::path& path, std::uint64_t access) {
  const UniqueFd place(open(path.c_str(), O_PATH | O_CLOEXEC));
  struct stat status{};
  if (!place || fstat(place.get(), &status) != 0) return;
  const wire::landlock_path_beneath_attr rule{S_ISDIR(status.st_mode) ? access : access & kOfFiles,
                                              place.get()};
  syscall(SYS_landlock_add_rule, rules.get(), wire::kRulePathBeneath, &rule, 0);
}

void allow_port(const UniqueFd& rules, std::uint16_t port) {
  const wire::landlock_net_port_attr rule{wire::kNetConnectTcp, port};
  syscall(SYS_landlock_add_rule, rules.get(), wire::kRuleNetPort, &rule, 0);
}

}  // namespace

Landlock Landlock::prepare(const FileRights& rights) {
  const auto version = static_cast<int>(
      syscall(SYS_landlock_create_ruleset, nullptr, 0, wire::kCreateRulesetVersion));
  if (version < 1) return {0, UniqueFd()};
  const auto all = handled(version);
  UniqueFd rules(
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &all, size_for(version), 0)));
  if (!rules) return {0, UniqueFd()};
  for (const fs::path& path : rights.read) allow(rules, path, kForReading);
  for (const fs::path& path : rights.sockets) allow(rules, path, kForSockets);
  const std::uint64_t for_devices =
      (wire::kFsReadFile | wire::kFsWriteFile | wire::kFsIoctlDev) & all.handled_access_fs;
  for (const fs::path& path : rights.devices) allow(rules, path, for_devices);
  // Refused by versions that do not handle the network.
  for (const std::uint16_t port : rights.ports) allow_port(rules, port);
  return {version, std::move(rules)};
}

bool Landlock::confine_thread() const {
  return rules_ && syscall(SYS_landlock_restrict_self, rules_.get(), 0) == 0;
}

}  // namespace pinbridge::confine
