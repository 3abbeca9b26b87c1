#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/check.hpp"
#include "scenario/quantity.hpp"

namespace pinbridge::scenario {

/// "at 1.250 s", with ns if that matters: a time since the scenario's start.
inline std::string at(Time time, const Begin& begin) {
  return "at " + time_text(time - begin.scenario);
}

/// A list of observations that ends after the first few.
class Seen {
 public:
  void add(std::string text) {
    if (++count_ <= kMostListed) texts_.push_back(std::move(text));
  }
  bool empty() const { return count_ == 0; }
  std::string text() const;

 private:
  static constexpr std::size_t kMostListed = 4;

  std::vector<std::string> texts_;
  std::size_t count_ = 0;
};

/// The base of checks with a deadline.
class TimedCheck : public Check {
 public:
  TimedCheck(Begin begin, Duration span) : begin_(begin), deadline_(begin.step + span) {}
  Time deadline() const override { return deadline_; }

 protected:
  const Begin& started() const { return begin_; }
  Duration span() const { return deadline_ - begin_.step; }

 private:
  Begin begin_;
  Time deadline_;
};

}  // namespace pinbridge::scenario
