#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/gpio_lines.hpp"

namespace pinbridge::testing {

/// Lines with nothing else on their nets: one that the guest drives is at that level, any other
/// where the test puts it. Keeps what the guest did, in order, as "1=high", "1=low", "1 released",
/// "1 pulled up".
class FakeLines final : public GpioLines {
 public:
  explicit FakeLines(std::uint16_t count, std::vector<std::string> names = {})
      : names_(std::move(names)), levels_(count), driven_(count) {}

  /// The board moves a line.
  void put(std::uint16_t line, bool level) {
    if (levels_[line] == level) return;
    levels_[line] = level;
    if (listener_) listener_(LineOffset(line), level);
  }
  void pulse(std::uint16_t line) {
    put(line, true);
    put(line, false);
  }

  /// The level at which the guest drives a line, if it does.
  std::optional<bool> driven(std::uint16_t line) const { return driven_[line]; }
  std::size_t driven_count() const {
    std::size_t count = 0;
    for (const auto& drive : driven_) count += drive ? 1 : 0;
    return count;
  }
  bool listened_to() const { return static_cast<bool>(listener_); }
  std::vector<std::string> take_log() { return std::exchange(log_, {}); }
  std::size_t logged() const { return log_.size(); }
  void keep_no_log() { keep_log_ = false; }

  std::uint16_t count() const override { return static_cast<std::uint16_t>(levels_.size()); }
  std::vector<std::string> names() const override { return names_; }
  void drive(LineOffset line, bool level) override {
    if (keep_log_) log_.push_back(fmt::format("{}={}", line.value(), level ? "high" : "low"));
    driven_[line.value()] = level;
    put(line.value(), level);
    if (on_drive) on_drive(line, level);
  }
  void release(LineOffset line) override {
    if (keep_log_) log_.push_back(fmt::format("{} released", line.value()));
    driven_[line.value()].reset();
  }
  void pull(LineOffset line, bool up) override {
    if (keep_log_) log_.push_back(fmt::format("{} pulled {}", line.value(), up ? "up" : "down"));
    driven_[line.value()].reset();
  }
  bool is_wired(LineOffset line) const override { return !unwired.contains(line.value()); }
  bool floats(LineOffset line) const override { return floating.contains(line.value()); }
  bool read(LineOffset line) override { return levels_[line.value()]; }
  bool last_level(LineOffset line) const override { return levels_[line.value()]; }
  void listen(Listener listener) override { listener_ = std::move(listener); }
  void edge_merged(LineOffset line) override { ++merged[line.value()]; }
  bool is_paced() const override { return paced; }
  void hold(LineOffset line, std::optional<Duration> /*at_most*/) override {
    held.insert(line.value());
  }
  void taken(LineOffset line) override { held.erase(line.value()); }
  void taken_within(LineOffset line, Duration at_most) override { within[line.value()] = at_most; }
  void set_connected(bool now, std::string detail) override {
    connected = now;
    connection = std::move(detail);
  }
  void set_driver_seen() override { driver_seen = true; }

  bool connected = false;
  std::string connection;
  bool driver_seen = false;
  std::map<std::uint16_t, int> merged;
  bool paced = false;
  std::set<std::uint16_t> held;
  std::map<std::uint16_t, Duration> within;
  std::set<std::uint16_t> unwired;
  std::set<std::uint16_t> floating;
  std::function<void(LineOffset, bool)> on_drive;

 private:
  std::vector<std::string> names_;
  std::vector<bool> levels_;
  std::vector<std::optional<bool>> driven_;
  std::vector<std::string> log_;
  bool keep_log_ = true;
  Listener listener_;
};

}  // namespace pinbridge::testing
