#pragma once

#include <yaml-cpp/yaml.h>

#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// One entry of a scenario's steps. Throws Fault (step_fields.hpp).
Step read_step(const YAML::Node& node);

}  // namespace pinbridge::scenario
