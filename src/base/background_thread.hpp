#pragma once

#include <csignal>
#include <thread>
#include <utility>

#include <pthread.h>

namespace pinbridge {

/// Starts a thread that receives no signals, because these are for the loop's thread. For work that
/// may block and does not access the state of the loop. Throws std::system_error if no thread can
/// be started.
template <class Work>
std::thread background_thread(Work&& work) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  struct Restore {
    const sigset_t& mask;
    ~Restore() { pthread_sigmask(SIG_SETMASK, &mask, nullptr); }
  } restore{before};
  return std::thread(std::forward<Work>(work));
}

}  // namespace pinbridge
