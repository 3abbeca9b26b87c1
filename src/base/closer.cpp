#include "base/closer.hpp"

#include <condition_variable>
#include <csignal>
#include <ctime>
#include <deque>
#include <mutex>
#include <system_error>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "base/background_thread.hpp"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid  // glibc before 2.37
#endif

namespace pinbridge {
namespace {

/// Sends signals to the calling thread, which have no effect but to interrupt a system call.
class Interrupter {
 public:
  Interrupter() {
    struct sigaction action{};
    action.sa_handler = [](int) {};
    action.sa_flags = SA_RESTART;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, kSignal);
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = kSignal;
    event.sigev_notify_thread_id = ::gettid();
    works_ = ::sigaction(kSignal, &action, nullptr) == 0 &&
             ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr) == 0 &&
             ::timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
  }
  Interrupter(const Interrupter&) = delete;
  Interrupter& operator=(const Interrupter&) = delete;
  ~Interrupter() {
    if (works_) ::timer_delete(timer_);
  }

  /// Every `period` from now on; zero: no longer.
  void set(std::chrono::nanoseconds period) {
    const timespec time{0, static_cast<long>(period.count())};
    const itimerspec times{time, time};
    if (works_) ::timer_settime(timer_, 0, &times, nullptr);
  }

 private:
  /// By default it is ignored, and this program has no other use for it.
  static constexpr int kSignal = SIGURG;

  timer_t timer_{};
  bool works_ = false;
};

}  // namespace

struct Closer::State {
  void run();

  mutable std::mutex mutex;
  std::condition_variable changed;  ///< all that follows is guarded by `mutex`
  std::deque<std::function<void()>> queue;
  bool started = false;
  bool working = false;
  bool ended = false;
};

void Closer::State::run() {
  Interrupter interrupter;
  std::unique_lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return !queue.empty() || ended; });
    if (queue.empty()) return;
    const auto work = std::move(queue.front());
    queue.pop_front();
    working = true;
    lock.unlock();
    interrupter.set(kLongestWait);
    work();
    interrupter.set(std::chrono::nanoseconds(0));
    lock.lock();
    working = false;
  }
}

Closer::Closer() : state_(std::make_shared<State>()) {}

Closer::~Closer() {
  const std::lock_guard lock(state_->mutex);
  state_->ended = true;
  state_->changed.notify_all();
}

void Closer::close(int fd) {
  post([fd] { ::close(fd); });
}

void Closer::unmap(void* begin, std::size_t length) {
  post([begin, length] { ::munmap(begin, length); });
}

void Closer::run(std::function<void()> action) {
  {
    const std::lock_guard lock(state_->mutex);
    if (!state_->started) return;
  }
  post(std::move(action));
}

void Closer::post(std::function<void()> work) {
  const std::lock_guard lock(state_->mutex);
  state_->queue.push_back(std::move(work));
  state_->changed.notify_all();
  if (state_->started) return;
  state_->started = true;
  try {
    background_thread([state = state_] { state->run(); }).detach();
  } catch (const std::system_error&) {
    // No thread is left: the next close tries again, and this one waits for it.
    state_->started = false;
  }
}

std::size_t Closer::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->queue.size() + (state_->working ? 1 : 0);
}

// Never destroyed: descriptors are also closed by destructors that run at the end of the program.

Closer& closer() {
  static auto& one = *new Closer;  // NOLINT(cppcoreguidelines-owning-memory)
  return one;
}

Closer& memory_closer() {
  static auto& one = *new Closer;  // NOLINT(cppcoreguidelines-owning-memory)
  return one;
}

void run_on_closers(const std::function<void()>& action) {
  closer().run(action);
  memory_closer().run(action);
}

}  // namespace pinbridge
