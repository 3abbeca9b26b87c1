#include "links/ivshmem/ivshmem_link.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>

#include "base/unique_fd.hpp"
#include "links/ivshmem/gpio_registers.hpp"
#include "links/ivshmem/setup_messages.hpp"
#include "links/ivshmem/shared_memory.hpp"
#include "loop/dialogue.hpp"
#include "vhost_user/event_fd.hpp"

namespace pinbridge::ivshmem {

namespace asio = boost::asio;

/// A QEMU that is connected.
struct IvshmemLink::Peer {
  explicit Peer(UnixSocket connected)
      : socket(std::move(connected)), timer(socket.get_executor()) {}

  /// Makes the memory, and sends it to QEMU.
  Result<void> set_up(GpioLines& lines);
  static Dialogue::Steps watch_end(std::shared_ptr<Peer> peer, IvshmemLink& link);
  static Dialogue::Steps poll(std::shared_ptr<Peer> peer, IvshmemLink& link);
  /// The peer's end, or its error; nullopt: it is still connected.
  std::optional<Result<void>> end();

  UnixSocket socket;
  asio::steady_timer timer;
  UniqueFd interrupt;  ///< an eventfd
  std::optional<SharedMemory> memory;
  std::optional<GpioRegisters> registers;
  bool reported_overdue = false;
  Dialogue ending;
  Dialogue polling;
};

Result<void> IvshmemLink::Peer::set_up(GpioLines& lines) {
  auto created = SharedMemory::create(kMemorySize);
  if (!created) return created.error();
  memory.emplace(std::move(*created));
  interrupt.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!interrupt) {
    return make_error(ErrorCode::system, "cannot create an eventfd: {}", std::strerror(errno));
  }
  registers.emplace(lines, memory->words().first<GpioRegisters::kRegisters>(),
                    [this] { vhost_user::signal_event(interrupt.get()); });
  return send_setup(socket.native_handle(), memory->fd(), interrupt.get());
}

std::optional<Result<void>> IvshmemLink::Peer::end() {
  std::array<std::byte, 64> chunk;
  const auto size = socket.receive(chunk);
  if (!size) return size.error();
  if (!*size) return std::nullopt;
  if (**size == 0) return Result<void>();
  return make_error(ErrorCode::invalid, "it sent data, which QEMU never does");
}

Dialogue::Steps IvshmemLink::Peer::watch_end(std::shared_ptr<Peer> peer, IvshmemLink& link) {
  std::optional<Result<void>> ended;
  while (!ended) {
    co_await step(peer->socket.async_wait(UnixSocket::wait_read, asio::use_awaitable));
    ended = peer->end();
  }
  link.socket_.part(*ended ? std::nullopt : std::optional(ended->error()));
}

Dialogue::Steps IvshmemLink::Peer::poll(std::shared_ptr<Peer> peer, IvshmemLink& link) {
  Duration wait = kBusyPoll;
  while (true) {
    peer->timer.expires_after(wait);
    co_await step(peer->timer.async_wait(asio::use_awaitable));
    const bool busy = peer->registers->needs_poll();
    if (busy) link.loop_.turn([&] { peer->registers->poll(); });
    wait = busy ? kBusyPoll : kQuietPoll;
    if (peer->registers->interrupt_is_overdue() && !std::exchange(peer->reported_overdue, true)) {
      spdlog::warn(
          "{}: the guest has not handled an interrupt that it enabled. If its driver does not "
          "enable bus mastering, QEMU drops the interrupts; in the guest, run: setpci -d 1af4:1110 "
          "COMMAND=4:4",
          link.chip_);
    }
  }
}

IvshmemLink::IvshmemLink(EventLoop& loop, GpioLines& lines, std::filesystem::path socket,
                         std::string chip)
    : loop_(loop),
      lines_(lines),
      chip_(std::move(chip)),
      socket_(loop, std::move(socket), chip_, "QEMU", *this) {}

IvshmemLink::~IvshmemLink() {
  if (peer_) leave();
}

bool IvshmemLink::peer_has_left() {
  pollfd socket{peer_->socket.native_handle(), POLLRDHUP, 0};
  return ::poll(&socket, 1, 0) == 1;
}

void IvshmemLink::begin(UnixSocket socket) {
  peer_ = std::make_shared<Peer>(std::move(socket));
  Result<void> set_up;
  loop_.turn([&] {
    set_up = peer_->set_up(lines_);
    if (set_up) lines_.set_connected(true, "shared memory (ivshmem), outputs polled every 1 ms");
  });
  if (!set_up) return socket_.part(set_up.error());
  const auto executor = loop_.io().get_executor();
  peer_->ending = Dialogue(executor, "end of " + chip_, Peer::watch_end(peer_, *this));
  peer_->polling = Dialogue(executor, "poll of " + chip_, Peer::poll(peer_, *this));
}

void IvshmemLink::leave() {
  loop_.turn([this] {
    const auto peer = std::move(peer_);
    peer->registers.reset();
    lines_.set_connected(false, "no guest");
    peer->ending = {};
    peer->polling = {};
  });
}

}  // namespace pinbridge::ivshmem
