#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/unique_fd.hpp"

namespace pinbridge::confine {

/// The files that a process may still open, each with all that is beneath it, and the network.
struct FileRights {
  std::vector<std::filesystem::path> read;     ///< files, or directories to list and read
  std::vector<std::filesystem::path> sockets;  ///< directories in which sockets, FIFOs and
                                               ///< directories are made, opened and removed
  std::vector<std::filesystem::path> devices;  ///< to read, write and control (ioctl)
  std::vector<std::uint16_t> ports;            ///< TCP ports to connect to, of any host; empty: no
                                               ///< sockets of IP at all
};

/// A set of rules of Landlock, the kernel's access control for unprivileged processes (Linux 5.13):
/// no other files, and from Linux 6.7 on no new TCP connections. What is open stays open.
class Landlock {
 public:
  /// Paths that do not exist are left out. Without rights if the kernel has no Landlock.
  static Landlock prepare(const FileRights& rights);

  /// The version of the kernel's interface; 0 if there is none.
  int version() const { return version_; }

  /// Confines the calling thread, and those that it starts from then on, for good. True if it is
  /// confined.
  bool confine_thread() const;

 private:
  Landlock(int version, UniqueFd rules) : version_(version), rules_(std::move(rules)) {}

  int version_;
  UniqueFd rules_;
};

}  // namespace pinbridge::confine
