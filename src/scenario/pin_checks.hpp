#pragma once

#include <memory>

#include "scenario/check.hpp"
#include "scenario/host.hpp"
#include "scenario/scenario.hpp"

// The checks of steps that watch a pin, and decide as it changes.

namespace pinbridge::scenario {

std::unique_ptr<Check> check_of(const ExpectPin& step, Host& host, Begin begin);
std::unique_ptr<Check> check_of(const ExpectEdge& step, Begin begin);
std::unique_ptr<Check> check_of(const ExpectNoEdge& step, Begin begin);
/// `before` is the pin's level when the step begins.
std::unique_ptr<Check> check_of(const ExpectPulse& step, Begin begin, const LevelBefore& before);
std::unique_ptr<Check> check_of(const ExpectBlink& step, Begin begin);

}  // namespace pinbridge::scenario
