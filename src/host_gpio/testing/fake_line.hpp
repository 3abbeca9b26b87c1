#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/eventfd.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "host_gpio/host_line.hpp"

namespace pinbridge::testing {

/// What a test keeps of a line that a bench owns.
struct FakeLineState {
  UniqueFd ready{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  bool level = false;  ///< of an input, when it is first read
  std::vector<host_gpio::HostEdge> edges;
  bool gone = false;
  std::vector<std::string> log;  ///< what was driven, and "released"

  void add(host_gpio::HostEdge edge) {
    edges.push_back(edge);
    wake();
  }
  void disappear() {
    gone = true;
    wake();
  }

 private:
  void wake() const { eventfd_write(ready.get(), 1); }
};

/// A line of a host that has none. The state outlives it.
class FakeLine final : public host_gpio::HostLine {
 public:
  explicit FakeLine(FakeLineState& state) : state_(state) {}
  ~FakeLine() override { state_.log.emplace_back("released"); }

  std::string name() const override { return "gpiochip0 3 (button)"; }
  int descriptor() const override { return state_.ready.get(); }
  Result<bool> level() override {
    if (state_.gone) return failure();
    return state_.level;
  }
  Result<void> drive(std::optional<bool> level) override {
    if (state_.gone) return failure();
    state_.log.emplace_back(level ? (*level ? "high" : "low") : "nothing");
    return {};
  }
  Result<void> read_edges(std::vector<host_gpio::HostEdge>& into) override {
    if (state_.gone) return failure();
    eventfd_t count = 0;
    eventfd_read(state_.ready.get(), &count);
    for (const auto& edge : std::exchange(state_.edges, {})) into.push_back(edge);
    return {};
  }

 private:
  static Error failure() { return make_error(ErrorCode::not_found, "line gpiochip0 3 is gone"); }

  FakeLineState& state_;
};

}  // namespace pinbridge::testing
