#include "cli/standard_output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace pinbridge::cli {

void open_standard_descriptors() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest free number is this one. The log of a closed stderr is not wanted; the output of a
    // closed stdout is.
    open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
}

Error cannot_write_output(int error) {
  if (error == 0) return make_error(ErrorCode::system, "cannot write standard output");
  return make_error(ErrorCode::system, "cannot write standard output: {}", std::strerror(error));
}

Result<void> finish_standard_output() {
  if (std::fflush(stdout) != 0) return cannot_write_output(errno);
  if (std::ferror(stdout) != 0) return cannot_write_output(0);
  return {};
}

}  // namespace pinbridge::cli
