#include "qemu/process/open_descriptors.hpp"

#include <filesystem>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "base/number.hpp"

namespace pinbridge::qemu {

std::vector<int> open_descriptors() {
  std::vector<int> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename();
    const int number = parse_number<int>(name).value_or(-1);
    if (number > STDERR_FILENO) found.push_back(number);
  }
  // The directory's own is among them, and closed by now.
  std::erase_if(found, [](int number) { return fcntl(number, F_GETFD) < 0; });
  return found;
}

}  // namespace pinbridge::qemu
