#include <array>
#include <thread>

#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.hpp"
#include "base/unique_fd.hpp"
#include "perf.hpp"

namespace pinbridge::perf {
namespace {

void ring(const UniqueFd& bell) {
  const std::uint64_t one = 1;
  PB_CHECK(write(bell.get(), &one, sizeof one) == sizeof one);
}

void wait(const UniqueFd& bell) {
  std::uint64_t rings = 0;
  PB_CHECK(read(bell.get(), &rings, sizeof rings) == sizeof rings);
}

}  // namespace

Times eventfd_pingpong(int rounds) {
  const UniqueFd there(eventfd(0, EFD_CLOEXEC));
  const UniqueFd back(eventfd(0, EFD_CLOEXEC));
  std::thread other([&] {
    for (int i = 0; i < rounds; ++i) {
      wait(there);
      ring(back);
    }
  });
  Times times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    ring(there);
    wait(back);
    times.push_back(std::chrono::steady_clock::now() - start);
  }
  other.join();
  return times;
}

}  // namespace pinbridge::perf
