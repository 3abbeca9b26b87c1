#include "vhost_user/device_runner.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>

#include "loop/barrier.hpp"
#include "virtio/feature_bits.hpp"
#include "virtio/virtqueue_wire.hpp"

namespace pinbridge::vhost_user {
namespace {

/// How often a queue that never gets empty is served before the rest of the loop runs.
constexpr int kRoundsAtOnce = 4;

/// A driver whose queue fills each of its turns for this long is reported.
constexpr Duration kOverShareReportedAfter = std::chrono::seconds(1);

using virtio::has;

}  // namespace

DeviceRunner::DeviceRunner(EventLoop& loop, virtio::Device& device, DriverListener& listener)
    : loop_(loop),
      device_(device),
      listener_(listener),
      due_(device.queue_count()),
      over_share_since_(device.queue_count()) {
  for (unsigned i = 0; i < device_.queue_count(); ++i)
    rings_.push_back(std::make_unique<Vring>(loop_));
}

DeviceRunner::~DeviceRunner() {
  if (any_running()) loop_.remove_poller(*this);
  loop_.turn([this] { device_.reset(); });
}

bool DeviceRunner::any_running() const {
  return std::any_of(rings_.begin(), rings_.end(),
                     [](const auto& ring) { return ring->running(); });
}

Result<void> DeviceRunner::set_kick(std::size_t index, ReceivedFd event_fd) {
  auto watched =
      ring(index).events().set_kick(std::move(event_fd), [this, index] { on_kick(index); });
  if (!watched) return watched;
  if (served(index)) run_later(index);
  return {};
}

void DeviceRunner::set_call(std::size_t index, ReceivedFd event_fd) {
  ring(index).events().set_call(std::move(event_fd));
  if (ring(index).running()) ring(index).events().signal_call();
}

Result<void> DeviceRunner::replace_memory(GuestMemory memory) {
  // All or none: the device may still give a buffer back before the connection is ended.
  for (const auto& ring : rings_) {
    if (!ring->running()) continue;
    if (const auto fits = ring->fits(memory.table()); !fits) return fits.error();
  }
  const GuestMemory old = std::exchange(memory_, std::move(memory));
  for (const auto& ring : rings_) {
    if (ring->running()) ring->relocate(memory_.table());
  }
  return {};
}

Result<void> DeviceRunner::start_what_is_set_up() {
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    if (ring(i).running() || !ring(i).set_up()) continue;
    if (const auto started = start(i); !started) return started.error();
  }
  return {};
}

Result<void> DeviceRunner::start(std::size_t index) {
  if (memory_.table().empty()) {
    return make_error(ErrorCode::invalid, "queue {} is enabled before SET_MEM_TABLE", index);
  }
  if (!has(features_, virtio::wire::VIRTIO_F_VERSION_1)) {
    return make_error(ErrorCode::unsupported,
                      "the guest's driver speaks legacy virtio: on a machine with virtio-mmio give "
                      "QEMU -global virtio-mmio.force-legacy=false");
  }
  const bool first = !any_running();
  const bool continues = ring(index).continues();
  const virtio::Virtqueue::Features features{
      .indirect = has(features_, virtio::wire::VIRTIO_F_INDIRECT_DESC),
      .event_index = has(features_, virtio::wire::VIRTIO_F_EVENT_IDX)};
  if (const auto started = ring(index).start(memory_.table(), features); !started) {
    return started.error();
  }
  loop_.turn([&] {
    if (first && !continues) device_.reset();
    if (first) device_.negotiated(features_);
    if (served(index)) device_.queue_started(static_cast<unsigned>(index), ring(index));
    if (first) listener_.driver_started(features_);
  });
  if (first) loop_.add_poller(*this);
  // The driver may have sent a kick before this ring was served.
  run(index);
  return {};
}

void DeviceRunner::stop(std::size_t index) {
  if (!ring(index).running()) return;
  loop_.turn([&] {
    if (served(index)) device_.queue_stopping(static_cast<unsigned>(index));
    ring(index).stop();
    if (any_running()) return;
    resting_ = false;
    loop_.remove_poller(*this);
    listener_.driver_stopped();
  });
}

void DeviceRunner::reset() {
  for (std::size_t i = 0; i < rings_.size(); ++i) stop(i);
  loop_.turn([this] { device_.reset(); });
}

bool DeviceRunner::served(std::size_t index) const {
  return rings_[index]->running() && !resting_ && !lost_;
}

void DeviceRunner::on_kick(std::size_t index) {
  // A run that is due waits until the rest of the loop was served.
  if (!served(index) || due_[index]) return;
  // Memory that is lost reads as zeros, which looks like an empty ring.
  if (!has_work_or_waits(index) && !memory_.lost()) return;
  loop_.note_work(EventLoop::Arrival::memory);
  run(index);
}

bool DeviceRunner::has_work_or_waits(std::size_t index) {
  virtio::Virtqueue& queue = ring(index).virtqueue();
  return loop_.spinning() ? queue.has_work() : queue.allow_kicks();
}

void DeviceRunner::run(std::size_t index) {
  // Kicks are suppressed meanwhile: after an exception none would come.
  if (!guarded("requests of a guest", [&] { run_rounds(index); })) run_later(index);
}

/// The path of one edge: pop, device, drive; then the bench's end of turn.
void DeviceRunner::run_rounds(std::size_t index) {
  virtio::Virtqueue& queue = ring(index).virtqueue();
  for (int round = 0; round < kRoundsAtOnce && served(index); ++round) {
    queue.suppress_kicks();
    Result<void> done;
    loop_.turn([&] { done = device_.process(static_cast<unsigned>(index)); });
    loop_.note_done(EventLoop::Arrival::memory);
    if (memory_.lost()) return lose();
    if (!done) return rest(index, done.error());
    if (!has_work_or_waits(index)) return note_share(index, false);
    if (loop_.spinning()) return note_share(index, true);  // the next poll goes on
    if (loop_.turn_is_spent()) break;
  }
  note_share(index, true);
  run_later(index);
}

void DeviceRunner::run_later(std::size_t index) {
  if (due_[index]) return;
  due_[index] = true;
  boost::asio::post(loop_.io(), [this, index, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    due_[index] = false;
    if (served(index)) run(index);
  });
}

void DeviceRunner::note_share(std::size_t index, bool used_up) {
  std::optional<Time>& since = over_share_since_[index];
  if (!used_up) {
    since.reset();
    return;
  }
  const Time now = std::chrono::steady_clock::now();
  if (!since) since = now;
  if (now - *since < kOverShareReportedAfter) return;
  since = now;
  listener_.driver_over_share();
}

void DeviceRunner::rest(std::size_t index, const Error& error) {
  resting_ = true;
  loop_.turn([this] { device_.reset(); });
  ring(index).events().signal_error();
  listener_.driver_failed(error);
}

void DeviceRunner::lose() {
  lost_ = true;
  loop_.turn([this] { device_.reset(); });
  listener_.memory_lost();
}

bool DeviceRunner::poll() {
  bool any = false;
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    if (!served(i) || due_[i] || !ring(i).virtqueue().has_work()) continue;
    loop_.note_work(EventLoop::Arrival::memory);
    run(i);
    any = true;
  }
  return any;
}

void DeviceRunner::set_spinning(bool spinning) {
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    if (!served(i)) continue;
    if (spinning) {
      ring(i).virtqueue().suppress_kicks();
    } else {
      ring(i).virtqueue().allow_kicks();  // what came meanwhile is found by the loop's last poll
    }
  }
}

}  // namespace pinbridge::vhost_user
