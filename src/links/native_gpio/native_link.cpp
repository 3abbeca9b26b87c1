#include "links/native_gpio/native_link.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <boost/asio/post.hpp>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qemu/native_arguments.hpp"

namespace pinbridge::native_gpio {
namespace {

/// Whether it has closed, whatever it said before.
bool has_left(UnixListener::Protocol::socket& peer) {
  pollfd entry{.fd = peer.native_handle(), .events = POLLRDHUP, .revents = 0};
  return poll(&entry, 1, 0) > 0;
}

/// The process at its other end; 0 where that is in a container of its own.
pid_t process_of(UnixListener::Protocol::socket& peer) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  getsockopt(peer.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size);
  return credentials.pid;
}

}  // namespace

NativeLink::NativeLink(EventLoop& loop, std::string machine, std::filesystem::path directory,
                       std::vector<ChipBinding> chips)
    : loop_(loop),
      machine_(std::move(machine)),
      directory_(std::move(directory)),
      chips_(std::move(chips)) {}

NativeLink::~NativeLink() {
  // What a guest that runs on traces from now on is nobody's.
  deaf_ = true;
  session_.reset();
  log_.reset();
  qtest_listener_.reset();
  qmp_listener_.reset();
  rmdir(directory_.c_str());
}

Result<void> NativeLink::start() {
  if (auto made = make_directory(); !made) return made;
  const qemu::NativePaths paths(directory_);
  // The sockets first: by them it shows whether another bench is here already, whose FIFO is not
  // to be replaced.
  auto qtest = listen(paths.qtest, qtest_peer_);
  if (!qtest) return qtest.error();
  auto qmp = listen(paths.qmp, qmp_peer_);
  if (!qmp) return qmp.error();
  auto log = TraceReader::open(loop_, paths.log, [this](std::string_view line, Time written) {
    if (session_) {
      session_->log_line(line, written);
    } else if (!deaf_) {
      spdlog::info("{}: QEMU: {}", machine_, line);
    }
  });
  if (!log) return log.error();
  log_ = std::move(*log);
  qtest_listener_.emplace(std::move(*qtest));
  qmp_listener_.emplace(std::move(*qmp));
  return {};
}

Result<void> NativeLink::make_directory() const {
  if (mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST) {
    return make_error(ErrorCode::system, "cannot make the directory {}: {}", directory_.string(),
                      std::strerror(errno));
  }
  struct stat status {};
  if (lstat(directory_.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) ||
      status.st_uid != getuid() || (status.st_mode & 077) != 0) {
    return make_error(ErrorCode::system,
                      "{} is there and is no directory that is yours alone (mode 0700), as the "
                      "way into a guest's memory must be; remove it",
                      directory_.string());
  }
  return {};
}

Result<UnixListener> NativeLink::listen(const std::filesystem::path& path,
                                        std::optional<Socket>& peer) {
  auto listener = UnixListener::open(loop_.io(), path);
  if (!listener) return listener;
  listener->accept({.on_peer = [this, &peer](Socket socket) { welcome(peer, std::move(socket)); },
                    .on_pause =
                        [this](const std::string& why) {
                          spdlog::warn("{}: QEMU cannot be let in: {}; trying again in a second",
                                       machine_, why);
                        }});
  return listener;
}

void NativeLink::welcome(std::optional<Socket>& place, Socket peer) {
  forget_who_left();
  if (session_ || waits_for_another(peer)) {
    spdlog::warn("{}: a second QEMU is turned away from {}: one machine is one QEMU at a time",
                 machine_, directory_.string());
    return;
  }
  deaf_ = false;
  place = std::move(peer);
  if (qtest_peer_ && qmp_peer_) begin();
}

/// Whether the half of another QEMU is here, and the rest of it to come.
bool NativeLink::waits_for_another(Socket& peer) {
  for (auto* half : {&qtest_peer_, &qmp_peer_}) {
    if (*half && process_of(**half) != process_of(peer)) return true;
  }
  return false;
}

/// A QEMU that ended half-way has left its place to the next.
void NativeLink::forget_who_left() {
  for (auto* peer : {&qtest_peer_, &qmp_peer_}) {
    if (*peer && has_left(**peer)) peer->reset();
  }
}

bool NativeLink::has_peer() {
  forget_who_left();
  return session_ != nullptr || qtest_peer_ || qmp_peer_;
}

void NativeLink::begin() {
  spdlog::info("{}: QEMU has connected", machine_);
  NativeSession::Sockets sockets{std::move(*qtest_peer_), std::move(*qmp_peer_)};
  qtest_peer_.reset();
  qmp_peer_.reset();
  session_ = std::make_unique<NativeSession>(
      loop_, machine_, chips_, std::move(sockets), [this](const std::string& why) {
        boost::asio::post(loop_.io(), [this, why, alive = std::weak_ptr(alive_)] {
          if (!alive.expired()) end(why);
        });
      });
}

void NativeLink::end(const std::string& why) {
  if (why.empty()) {
    spdlog::info("{}: QEMU has left", machine_);
  } else {
    spdlog::warn("{}: the connection with QEMU is ended: {}", machine_, why);
  }
  // What the guest did last is not lost because its end was heard first.
  take_last_words();
  deaf_ = !why.empty();
  session_.reset();
}

void NativeLink::take_last_words() {
  if (session_) session_->drain();
  if (log_) log_->drain();
}

}  // namespace pinbridge::native_gpio
