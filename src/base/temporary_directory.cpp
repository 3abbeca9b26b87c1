#include "base/temporary_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace pinbridge {

Result<TemporaryDirectory> TemporaryDirectory::make() {
  const char* base = std::getenv("TMPDIR");
  std::string name = std::string(base != nullptr ? base : "/tmp") + "/pinbridge-XXXXXX";
  if (mkdtemp(name.data()) != nullptr) return TemporaryDirectory(name);
  return make_error(ErrorCode::system, "cannot create the directory {}: {}", name,
                    std::strerror(errno));
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;
  if (!path_.empty()) std::filesystem::remove_all(path_, error);
}

}  // namespace pinbridge
