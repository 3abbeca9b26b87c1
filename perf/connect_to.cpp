#include <sys/socket.h>
#include <sys/un.h>

#include "base/result.hpp"
#include "perf.hpp"

namespace pinbridge::perf {

UniqueFd connect_to(const std::string& path) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the system call has it
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket.get(), where, sizeof address) != 0) {
    throw StartupError(make_error(ErrorCode::system, "cannot connect to {}", path));
  }
  return socket;
}

}  // namespace pinbridge::perf
