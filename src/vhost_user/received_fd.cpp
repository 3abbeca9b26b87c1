#include "vhost_user/received_fd.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/closer.hpp"

namespace pinbridge::vhost_user {
bool is_event_fd(int fd) {
  std::array<char, 64> target{};
  const std::string link = fmt::format("/proc/self/fd/{}", fd);
  const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
  const std::string_view kind(target.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return kind == "anon_inode:[eventfd]";
}

bool is_memory(int fd) {
  // Only tmpfs, of which a memfd is a file, and hugetlbfs have seals; the kernel refuses the
  // question for any other file itself.
  return ::fcntl(fd, F_GET_SEALS) >= 0;
}

void close_received(int fd) {
  if (is_memory(fd) || is_event_fd(fd)) {
    memory_closer().close(fd);
  } else {
    closer().close(fd);
  }
}

}  // namespace pinbridge::vhost_user
