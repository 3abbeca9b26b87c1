#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "scenario/runner.hpp"

namespace pinbridge::scenario {

/// How one scenario ended.
struct Report {
  std::string file;
  std::string name;  ///< of the scenario, or the file's
  Outcome outcome = Outcome::passed;
  std::string why;
  Duration duration{};
  std::string console;  ///< what the guest printed
  std::string errors;   ///< what QEMU printed as errors
  int signalled = 0;    ///< the signal by which the user ended it; 0 for none
};

/// A report in the form of JUnit: one test suite `pinbridge`, one test case a scenario.
std::string junit(const std::vector<Report>& reports);

}  // namespace pinbridge::scenario
