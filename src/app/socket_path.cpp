#include "app/socket_path.hpp"

#include <cctype>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "base/trusted_path.hpp"

namespace pinbridge::app {
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
  return make_private_directory(directory);
}

fs::path chip_socket_path(const fs::path& socket, const std::string& chip) {
  std::string name = socket.filename().string() + ".";
  // A file name cannot contain a slash. It is escaped as in a URL, so that no two chips share a
  // socket.
  for (const char c : chip) name += c == '/' ? "%2F" : c == '%' ? "%25" : std::string(1, c);
  return socket.parent_path() / name;
}

fs::path machine_directory(const fs::path& socket, const std::string& machine) {
  std::string name = socket.filename().string() + "-";
  // Not as in a URL: QEMU does not allow % in the name of a log.
  for (const char c : machine) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    name += plain ? std::string(1, c) : fmt::format("={:02x}", static_cast<unsigned char>(c));
  }
  return socket.parent_path() / name;
}

}  // namespace pinbridge::app
