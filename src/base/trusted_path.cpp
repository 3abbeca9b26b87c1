#include "base/trusted_path.hpp"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

bool is_trusted(uid_t user) {
  return user == geteuid() || user == 0;
}

Result<struct stat> status_of(const fs::path& path) {
  struct stat status{};
  if (lstat(path.c_str(), &status) == 0) return status;
  return make_error(ErrorCode::system, "\"{}\": {}", path.string(), std::strerror(errno));
}

Result<void> check_owner(const fs::path& path, uid_t owner) {
  if (is_trusted(owner)) return {};
  return make_error(ErrorCode::system,
                    "\"{}\" belongs to another user (uid {}), who could impersonate the bench; "
                    "specify your own socket with --socket",
                    path.string(), owner);
}

/// A directory on the way to a socket.
Result<void> check_directory(const fs::path& path, bool sticky_is_enough) {
  const auto status = status_of(path);
  if (!status) return status.error();
  if (auto owned = check_owner(path, status->st_uid); !owned) return owned;
  if (S_ISLNK(status->st_mode)) return {};  // of a trusted user; where it leads is checked, too
  if (!S_ISDIR(status->st_mode)) {
    return make_error(ErrorCode::system, "\"{}\" is not a directory", path.string());
  }
  const bool sticky = (status->st_mode & S_ISVTX) != 0;
  if ((status->st_mode & kOthersWrite) == 0 || (sticky_is_enough && sticky)) return {};
  return make_error(ErrorCode::system,
                    "other users can replace files in \"{}\" (mode {:04o}); run chmod go-w on it, "
                    "or name a socket elsewhere with --socket",
                    path.string(), status->st_mode & 07777U);
}

/// `path` and all its parent directories, as written.
Result<void> check_way(const fs::path& path, bool sticky_is_enough) {
  bool last = true;
  for (fs::path at = path;; at = at.parent_path()) {
    if (auto trusted = check_directory(at, !last || sticky_is_enough); !trusted) return trusted;
    if (at == at.root_path()) return {};
    last = false;
  }
}

/// Both as written and where its links lead, because a user who can change a link controls the
/// target.
Result<void> check_ways(const fs::path& path, bool sticky_is_enough) {
  std::error_code error;
  const fs::path written = fs::absolute(path).lexically_normal();
  const fs::path directory =
      written.has_filename() ? written : written.parent_path();  // "a/" is "a"
  if (auto trusted = check_way(directory, sticky_is_enough); !trusted) return trusted;
  const fs::path real = fs::canonical(directory, error);
  if (error) {
    return make_error(ErrorCode::system, "\"{}\": {}", directory.string(), error.message());
  }
  if (real == directory) return {};
  return check_way(real, sticky_is_enough);
}

}  // namespace

Result<void> make_private_directory(const fs::path& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return make_error(ErrorCode::system, "cannot create the directory \"{}\": {}", path.string(),
                      std::strerror(errno));
  }
  const auto status = status_of(path);
  if (!status) return status.error();
  if (S_ISDIR(status->st_mode) && status->st_uid == geteuid() && (status->st_mode & 077U) == 0) {
    return {};
  }
  return make_error(ErrorCode::system,
                    "\"{}\" is not a private directory of yours (mode 0700); run chmod 700 on it, "
                    "remove it, or name a socket elsewhere with --socket",
                    path.string());
}

Result<void> check_trusted_directory(const fs::path& path) {
  return check_ways(path, false);
}

Result<void> check_trusted_socket(const fs::path& path) {
  const fs::path written = fs::absolute(path).lexically_normal();
  if (auto trusted = check_ways(written.parent_path(), true); !trusted) return trusted;
  const auto status = status_of(written);
  if (!status) return status.error();
  if (auto owned = check_owner(written, status->st_uid); !owned) return owned;
  if (S_ISLNK(status->st_mode)) {
    std::error_code error;
    const fs::path real = fs::canonical(written, error);
    if (!error) return check_trusted_socket(real);
    return make_error(ErrorCode::system, "\"{}\": {}", written.string(), error.message());
  }
  if (!S_ISSOCK(status->st_mode)) {
    return make_error(ErrorCode::system, "\"{}\" is not a socket", written.string());
  }
  if ((status->st_mode & kOthersWrite) == 0) return {};
  return make_error(ErrorCode::system,
                    "other users can connect to \"{}\" (mode {:04o}); run chmod go-w on it",
                    written.string(), status->st_mode & 07777U);
}

Result<void> check_trusted_peer(int socket, const fs::path& path) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    return make_error(ErrorCode::system, "\"{}\": {}", path.string(), std::strerror(errno));
  }
  return check_owner(path, peer.uid);
}

}  // namespace pinbridge
