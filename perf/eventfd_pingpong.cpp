#include <array>
#include <thread>

#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.hpp"
#include "base/unique_fd.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

void signal(const UniqueFd& event_fd) {
  const std::uint64_t one = 1;
  PB_CHECK(write(event_fd.get(), &one, sizeof one) == sizeof one);
}

void wait(const UniqueFd& event_fd) {
  std::uint64_t count = 0;
  PB_CHECK(read(event_fd.get(), &count, sizeof count) == sizeof count);
}

}  // namespace

Times eventfd_pingpong(int rounds) {
  const UniqueFd there(eventfd(0, EFD_CLOEXEC));
  const UniqueFd back(eventfd(0, EFD_CLOEXEC));
  std::thread other([&] {
    for (int i = 0; i < rounds; ++i) {
      wait(there);
      signal(back);
    }
  });
  Times times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    signal(there);
    wait(back);
    times.push_back(std::chrono::steady_clock::now() - start);
  }
  other.join();
  return times;
}

}  // namespace pinbridge::perf
