#include "qemu/arguments/alone_qemu.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.hpp"

namespace pinbridge::qemu {
namespace {

/// -nodefaults keeps the buses and removes the cards on them, which require firmware files.
const std::vector<std::string> kAloneArguments{"-S",          "-display", "none",
                                               "-nodefaults", "-qmp",     "stdio"};
const std::vector<std::string> kAudio{"-audio", "none"};
const std::vector<std::string> kAudiodev{"-audiodev", "none,id=pinbridge-no-audio"};

constexpr std::size_t kMostPrinted = 2000;

/// Of "QEMU emulator version 10.0.2 (Debian 1:10.0.2)".
std::optional<Version> parse_version(std::string_view printed) {
  constexpr std::string_view kBefore = "QEMU emulator version ";
  const std::size_t at = printed.find(kBefore);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view text = printed.substr(at + kBefore.size());
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(dot + 1);
  const auto major = parse_number<int>(text.substr(0, dot));
  const auto minor = parse_number<int>(rest.substr(0, rest.find_first_not_of("0123456789")));
  if (!major || !minor) return std::nullopt;
  return Version{*major, *minor};
}

}  // namespace

Result<AloneQemu> AloneQemu::start(const CommandLine& command, Silence silence) {
  std::vector<std::string> arguments = command.machine_arguments;
  const auto& silent = silence == Silence::audio ? kAudio : kAudiodev;
  for (const auto* part : {&kAloneArguments, &silent}) {
    arguments.insert(arguments.end(), part->begin(), part->end());
  }
  return start(command, arguments);
}

std::optional<Version> AloneQemu::version(const CommandLine& command,
                                          std::chrono::steady_clock::time_point deadline) {
  auto qemu = start(command, {"--version"});
  if (!qemu) return std::nullopt;
  std::string printed;
  char buffer[256];
  for (pollfd entry{.fd = qemu->socket(), .events = POLLIN, .revents = 0};;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (poll(&entry, 1, static_cast<int>(std::max<long>(left.count(), 0))) <= 0) break;
    const ssize_t got = recv(qemu->socket(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (got <= 0 || printed.size() > kMostPrinted) break;
    printed.append(buffer, static_cast<std::size_t>(got));
  }
  return parse_version(printed);
}

Result<AloneQemu> AloneQemu::start(const CommandLine& command,
                                   const std::vector<std::string>& arguments) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return make_error(ErrorCode::system, "cannot create a socket: {}", std::strerror(errno));
  }
  AloneQemu qemu;
  qemu.socket_ = UniqueFd(ends[0]);
  const UniqueFd its_end(ends[1]);
  // A file, not a pipe: it never fills, and does not have to be read meanwhile.
  qemu.printed_ = UniqueFd(memfd_create("qemu-stderr", MFD_CLOEXEC));
  if (qemu.printed_.get() < 0) {
    return make_error(ErrorCode::system, "cannot create a file: {}", std::strerror(errno));
  }
  ChildPlan plan{command.prefix, {ends[1], ends[1], qemu.printed_.get()}, {}};
  plan.argv.push_back(command.program());
  plan.argv.insert(plan.argv.end(), arguments.begin(), arguments.end());
  const auto pid = start_child(plan);
  if (!pid) return pid.error();
  qemu.pid_ = *pid;
  return qemu;
}

AloneQemu::AloneQemu(AloneQemu&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      socket_(std::move(other.socket_)),
      printed_(std::move(other.printed_)) {}

AloneQemu::~AloneQemu() {
  end(0);
}

void AloneQemu::end(int patience_ms) {
  if (pid_ == 0) return;
  // Its end of the socket closes with it.
  shutdown(socket_.get(), SHUT_WR);
  pollfd entry{.fd = socket_.get(), .events = POLLRDHUP, .revents = 0};
  poll(&entry, 1, patience_ms);
  kill(pid_, SIGKILL);
  waitpid(std::exchange(pid_, 0), nullptr, 0);
}

std::string AloneQemu::printed() const {
  struct stat status{};
  fstat(printed_.get(), &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string text(std::min(size, kMostPrinted), '\0');
  const ssize_t got =
      pread(printed_.get(), text.data(), text.size(), static_cast<off_t>(size - text.size()));
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  if (text.size() < size) text.erase(0, text.find('\n') + 1);  // a part of a line
  return text;
}

}  // namespace pinbridge::qemu
