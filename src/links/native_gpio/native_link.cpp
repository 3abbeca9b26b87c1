#include "links/native_gpio/native_link.hpp"

#include <utility>

#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/trusted_path.hpp"
#include "qemu/arguments/native_arguments.hpp"

namespace pinbridge::native_gpio {
namespace {

/// A QEMU connects again by itself. One that always fails does so that often, and then at this
/// pace.
constexpr int kMostFailures = 50;
constexpr std::chrono::seconds kRest{10};

/// Whether it has closed, whatever it sent before.
bool has_left(UnixSocket& peer) {
  pollfd entry{.fd = peer.native_handle(), .events = POLLRDHUP, .revents = 0};
  return poll(&entry, 1, 0) > 0;
}

/// The process at its other end; 0 if that is in another container.
pid_t process_of(UnixSocket& peer) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  getsockopt(peer.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size);
  return credentials.pid;
}

}  // namespace

NativeLink::NativeLink(EventLoop& loop, std::string machine, std::filesystem::path directory,
                       std::vector<ChipBinding> chips, std::chrono::milliseconds answer_time)
    : loop_(loop),
      machine_(std::move(machine)),
      directory_(std::move(directory)),
      chips_(std::move(chips)),
      answer_time_(answer_time),
      answer_timer_(loop.io()),
      qemu_log_(loop.io(), machine_) {}

NativeLink::~NativeLink() {
  // The trace of a guest that keeps running is discarded from now on.
  deaf_ = true;
  session_.reset();
  log_.reset();
  qtest_listener_.reset();
  qmp_listener_.reset();
  rmdir(directory_.c_str());
}

Result<void> NativeLink::start() {
  if (auto made = make_private_directory(directory_); !made) return made;
  const qemu::NativePaths paths(directory_);
  // The sockets first: by them it shows whether another bench is here already, whose FIFO is not
  // to be replaced.
  auto qtest = listen(paths.qtest, qtest_peer_);
  if (!qtest) return qtest.error();
  auto qmp = listen(paths.qmp, qmp_peer_);
  if (!qmp) return qmp.error();
  auto log = qemu::TraceReader::open(loop_, paths.log, [this](std::string_view line, Time written) {
    if (session_ ? !session_->log_line(line, written) : !deaf_) qemu_log_.print(line);
  });
  if (!log) return log.error();
  log_ = std::move(*log);
  qtest_listener_.emplace(std::move(*qtest));
  qmp_listener_.emplace(std::move(*qmp));
  return {};
}

Result<UnixListener> NativeLink::listen(const std::filesystem::path& path,
                                        std::optional<UnixSocket>& peer) {
  auto listener = UnixListener::open(loop_.io(), path);
  if (!listener) return listener;
  listener->accept(
      {.on_peer = [this, &peer](UnixSocket socket) { welcome(peer, std::move(socket)); },
       .on_pause =
           [this](const std::string& why) {
             spdlog::warn("{}: cannot accept QEMU: {}; trying again every second", machine_, why);
           }});
  return listener;
}

void NativeLink::welcome(std::optional<UnixSocket>& place, UnixSocket peer) {
  forget_who_left();
  if (std::chrono::steady_clock::now() < refused_until_) return;
  if (session_ || waits_for_another(peer)) return refuse(peer);
  deaf_ = false;
  place = std::move(peer);
  answering_ = Dialogue(loop_.io().get_executor(), machine_, await_answer());
  if (qtest_peer_ && qmp_peer_) begin();
}

/// It tries again by itself.
void NativeLink::refuse(UnixSocket& second) {
  if (const pid_t process = process_of(second); std::exchange(refused_, process) == process) return;
  spdlog::warn("{}: a second QEMU is refused on {}: a machine has one QEMU at a time", machine_,
               directory_.string());
}

/// Whether the half of another QEMU is here, and the rest of it to come.
bool NativeLink::waits_for_another(UnixSocket& peer) {
  for (auto* half : {&qtest_peer_, &qmp_peer_}) {
    if (*half && process_of(**half) != process_of(peer)) return true;
  }
  return false;
}

/// A QEMU that exited half-way makes room for the next.
void NativeLink::forget_who_left() {
  for (auto* peer : {&qtest_peer_, &qmp_peer_}) {
    if (*peer && has_left(**peer)) peer->reset();
  }
}

bool NativeLink::has_peer() {
  const auto is_there = [](std::optional<UnixSocket>& half) { return half && !has_left(*half); };
  return session_ != nullptr || is_there(qtest_peer_) || is_there(qmp_peer_);
}

void NativeLink::begin() {
  spdlog::info("{}: QEMU has connected", machine_);
  NativeSession::Sockets sockets{std::move(*qtest_peer_), std::move(*qmp_peer_)};
  qtest_peer_.reset();
  qmp_peer_.reset();
  session_ = std::make_unique<NativeSession>(
      loop_, machine_, qemu::NativePaths(directory_).log, chips_, std::move(sockets),
      [this](const std::string& why) {
        ending_ = Dialogue(loop_.io().get_executor(), machine_, end(why));
      });
}

boost::asio::awaitable<void> NativeLink::await_answer() {
  answer_timer_.expires_after(answer_time_);
  co_await step(answer_timer_.async_wait(boost::asio::use_awaitable));
  report_silence();
}

/// It may still answer: a stopped QEMU continues, and a large machine takes its time.
void NativeLink::report_silence() {
  forget_who_left();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(answer_time_).count();
  if (qtest_peer_ || qmp_peer_) {
    spdlog::warn(
        "{}: QEMU has connected to its {} socket only, for {} s; the arguments of "
        "pinbridge qemu-args connect both",
        machine_, qmp_peer_ ? "QMP" : "qtest", seconds);
  } else if (session_ && !session_->has_joined()) {
    spdlog::warn(
        "{}: QEMU has not answered for {} s: it is stopped, or hangs; its pins are not "
        "connected",
        machine_, seconds);
  }
}

boost::asio::awaitable<void> NativeLink::end(std::string why) {
  if (why.empty()) {
    spdlog::info("{}: QEMU has disconnected", machine_);
    failures_ = 0;
  } else {
    spdlog::warn("{}: the connection to QEMU is closed: {}", machine_, why);
    if (++failures_ >= kMostFailures) refused_until_ = std::chrono::steady_clock::now() + kRest;
  }
  refused_.reset();
  // The guest's last output is not lost if its end is received first.
  take_last_words();
  deaf_ = !why.empty();
  answering_ = {};
  session_.reset();
  co_return;
}

void NativeLink::take_last_words() {
  if (session_) session_->drain();
  if (log_) log_->drain();
}

}  // namespace pinbridge::native_gpio
