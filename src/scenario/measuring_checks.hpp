#pragma once

#include <memory>

#include "scenario/check.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

// The checks of steps that measure a pin for a while, and decide at the end.

namespace pinbridge::scenario {

std::unique_ptr<Check> check_of(const ExpectFrequency& step, Host& host, Begin begin);
std::unique_ptr<Check> check_of(const ExpectDuty& step, Host& host, Begin begin);

}  // namespace pinbridge::scenario
