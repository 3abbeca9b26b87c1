#pragma once

#include <filesystem>

#include <sys/types.h>

#include "base/result.hpp"

namespace pinbridge {

// Checks which users can create a socket where we look for it. Trusted are this user and root.
// Behind another user's directory or socket there may be a program of that user, and QEMU obeys its
// monitor.

/// Creates a directory for this user only (mode 0700), unless it exists. Fails if `path` is
/// something else: a directory that belongs to another user or is accessible to others, or a link.
Result<void> make_private_directory(const std::filesystem::path& path);

/// Fails unless `path` is a directory in which only trusted users can replace a file: it and each
/// directory above it belong to one, and no other user can write to it. Above it, a directory with
/// the sticky bit, such as /tmp, is enough.
Result<void> check_trusted_directory(const std::filesystem::path& path);

/// Fails unless `path` is a Unix socket of a trusted user, to which no other user can connect, in a
/// directory that is trusted or has the sticky bit.
Result<void> check_trusted_socket(const std::filesystem::path& path);

/// Fails unless the process at the other end of a connected Unix socket is a trusted user's; `path`
/// names it in the error.
Result<void> check_trusted_peer(int socket, const std::filesystem::path& path);

}  // namespace pinbridge
