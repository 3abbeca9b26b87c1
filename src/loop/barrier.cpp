#include "loop/barrier.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/time.hpp"

namespace pinbridge {
namespace {

constexpr Duration kWindow = std::chrono::seconds(1);
constexpr int kMostInWindow = 10;

}  // namespace

void report_lost(std::string_view what, std::string_view error) {
  static Time window = Time::min();
  static int reported = 0;
  static std::uint64_t unreported = 0;
  const Time now = std::chrono::steady_clock::now();
  if (window == Time::min() || now - window >= kWindow) {
    window = now;
    reported = 0;
  }
  if (++reported > kMostInWindow) {
    ++unreported;
    return;
  }
  const std::uint64_t more = std::exchange(unreported, 0);
  spdlog::error("{}: {}; what it was doing is lost{}", what, error,
                more == 0 ? "" : fmt::format(" ({} more times since last report)", more));
}

}  // namespace pinbridge
