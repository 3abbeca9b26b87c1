#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/paced_news.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"
#include "host_gpio/host_line.hpp"

namespace pinbridge::host_gpio {

/// `host-gpio`: a line of the host's own GPIO chip, with the one pin IO. HostLines connects it.
class HostGpioPart final : public Part {
 public:
  /// The board's level at an output, at each change; nullopt while nothing drives the net, or its
  /// drives conflict.
  using OnLevel = std::function<void(std::optional<bool> level)>;

  explicit HostGpioPart(LineChoice choice) : choice_(std::move(choice)) {}

  const LineChoice& choice() const { return choice_; }

  /// The line is `name` from now on, and drives nothing yet. `on_level`, which must not change the
  /// bench, is called at once if an output has a level; of an input never.
  void connect(std::string name, OnLevel on_level);
  /// An input drives nothing afterwards.
  void disconnect();

  /// The level of an input. Call it within a turn.
  void set_level(bool level);
  /// The kernel dropped edges of an input.
  void edges_lost(std::uint64_t count);

  // As a part.
  Layout layout() const override;
  bool become(Part& next) override;
  bool senses() const override { return choice_.direction == LineDirection::out; }
  void sensed(PinIndex pin, Signal signal) override;
  void settled() override;
  std::vector<ControlState> shows() const override;

 protected:
  void placed() override;

 private:
  void report(Signal signal);

  LineChoice choice_;
  std::string name_;  ///< of the line; empty while there is none
  Drive drive_ = kNoDrive;
  OnLevel on_level_;
  std::optional<bool> reported_;
  std::int64_t lost_ = 0;
  PacedNews news_{std::chrono::milliseconds(100)};
};

PartType host_gpio_type();

}  // namespace pinbridge::host_gpio
