#include "cli/socket_path.hpp"

#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
  return value ? value : "";
}

fs::path default_directory() {
  if (const std::string runtime = variable("XDG_RUNTIME_DIR"); !runtime.empty()) {
    return fs::path(runtime) / "pinbridge";
  }
  return fs::temp_directory_path() / fmt::format("pinbridge-{}", getuid());
}

}  // namespace

fs::path socket_path(const std::string& given) {
  if (!given.empty()) return fs::absolute(given);
  if (const std::string from_environment = variable("PINBRIDGE_SOCKET");
      !from_environment.empty()) {
    return fs::absolute(from_environment);
  }
  return default_directory() / "pinbridge.sock";
}

Result<void> prepare_socket_directory(const fs::path& socket) {
  const fs::path directory = socket.parent_path();
  if (directory != default_directory()) return {};
  if (mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return make_error(ErrorCode::system,
                      "cannot make {} for the socket: {}; name another with --socket",
                      directory.string(), std::strerror(errno));
  }
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) ||
      status.st_uid != getuid() || (status.st_mode & 077) != 0) {
    return make_error(
        ErrorCode::system,
        "{} is not a directory that is yours alone (mode 0700); name a socket elsewhere "
        "with --socket",
        directory.string());
  }
  return {};
}

fs::path chip_socket_path(const fs::path& socket, const std::string& chip) {
  std::string name = socket.filename().string() + ".";
  // A slash has no place in a name of a file. Written as in a URL, no two chips share a socket.
  for (const char c : chip) name += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
  return socket.parent_path() / name;
}

fs::path machine_directory(const fs::path& socket, const std::string& machine) {
  std::string name = socket.filename().string() + "-";
  // Not as in a URL: QEMU takes no % in the name of a log.
  for (const char c : machine) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    name += plain ? std::string(1, c) : fmt::format("={:02x}", static_cast<unsigned char>(c));
  }
  return socket.parent_path() / name;
}

}  // namespace pinbridge
