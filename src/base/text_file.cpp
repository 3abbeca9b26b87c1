#include "base/text_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/unique_fd.hpp"

namespace pinbridge {
namespace {

/// What is open at `fd`; empty for a file on a disk or in memory.
std::string_view other_kind(int fd, mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a FIFO";
  if (S_ISSOCK(mode)) return "a socket";
  if (!S_ISREG(mode)) return "a device";
  // The kernel makes up their content, and may wait for it for ever, as in /proc/kmsg.
  static constexpr std::array kOfTheKernel{PROC_SUPER_MAGIC,   SYSFS_MAGIC,      DEBUGFS_MAGIC,
                                           TRACEFS_MAGIC,      SECURITYFS_MAGIC, CGROUP_SUPER_MAGIC,
                                           CGROUP2_SUPER_MAGIC};
  struct statfs filesystem{};
  const bool of_the_kernel =
      ::fstatfs(fd, &filesystem) == 0 && std::ranges::count(kOfTheKernel, filesystem.f_type) > 0;
  return of_the_kernel ? "a file of the kernel" : "";
}

}  // namespace

Result<std::string> read_text_file(const std::filesystem::path& file, std::string_view what,
                                   std::size_t most) {
  const auto failed = [&](const char* step) {
    return make_error(errno == ENOENT ? ErrorCode::not_found : ErrorCode::invalid,
                      "cannot {} {} {}: {}", step, what, file.string(), std::strerror(errno));
  };
  // By its path only, first: a FIFO would wait for a writer, and some devices act when opened.
  const UniqueFd place(::open(file.c_str(), O_PATH | O_CLOEXEC));
  struct stat status{};
  if (!place || ::fstat(place.get(), &status) != 0) return failed("open");
  if (const auto kind = other_kind(place.get(), status.st_mode); !kind.empty()) {
    return make_error(ErrorCode::invalid, "cannot open {} {}: it is {}, not a regular file", what,
                      file.string(), kind);
  }
  const std::string same = fmt::format("/proc/self/fd/{}", place.get());
  const UniqueFd opened(::open(same.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened) return failed("open");
  std::string text;
  std::vector<char> block(1U << 16U);
  while (true) {
    const ssize_t count = ::read(opened.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("read");
    if (count == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(count));
    if (text.size() > most) {
      return make_error(ErrorCode::invalid, "{} {} is larger than {} MiB", what, file.string(),
                        most >> 20U);
    }
  }
}

Result<void> write_text_file(const std::filesystem::path& file, std::string_view text) {
  errno = 0;
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (stream) return {};
  return make_error(ErrorCode::system, "cannot write \"{}\": {}", file.string(),
                    std::strerror(errno));
}

}  // namespace pinbridge
