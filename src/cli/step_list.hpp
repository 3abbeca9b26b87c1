#pragma once

#include "scenario/runner.hpp"

namespace pinbridge::cli {

/// Prints the steps of a scenario as they end; in colour, and with the running step, on a terminal.
class StepList : public scenario::Observer {
 public:
  explicit StepList(bool on_terminal) : on_terminal_(on_terminal) {}

  void step_began(const scenario::Step& step, Duration since_start) override;
  void step_ended(const scenario::Step& step, Duration since_start,
                  const std::string& why) override;

 private:
  bool on_terminal_;
};

}  // namespace pinbridge::cli
