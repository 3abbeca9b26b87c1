#include "qemu/alone_qemu.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pinbridge::qemu {
namespace {

/// -nodefaults leaves the buses and takes the cards on them, which want firmware files.
const std::vector<std::string> kAloneArguments{"-S",          "-display", "none",
                                               "-nodefaults", "-qmp",     "stdio"};
const std::vector<std::string> kAudio{"-audio", "none"};
const std::vector<std::string> kAudiodev{"-audiodev", "none,id=pinbridge-no-audio"};

constexpr std::size_t kMostPrinted = 2000;

}  // namespace

Result<AloneQemu> AloneQemu::start(const CommandLine& command, Silence silence) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return make_error(ErrorCode::system, "cannot make a socket: {}", std::strerror(errno));
  }
  AloneQemu qemu;
  qemu.socket_ = UniqueFd(ends[0]);
  const UniqueFd its_end(ends[1]);
  // A file and not a pipe: it never fills, and nobody has to read it meanwhile.
  qemu.printed_ = UniqueFd(memfd_create("qemu-stderr", MFD_CLOEXEC));
  if (qemu.printed_.get() < 0) {
    return make_error(ErrorCode::system, "cannot make a file: {}", std::strerror(errno));
  }
  ChildPlan plan{{command.program()}, {ends[1], ends[1], qemu.printed_.get()}, {}};
  const auto* silent = silence == Silence::audio ? &kAudio : &kAudiodev;
  for (const auto* part : {&command.machine_arguments, &kAloneArguments, silent}) {
    plan.argv.insert(plan.argv.end(), part->begin(), part->end());
  }
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
  struct stat status {};
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
