#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scenario/scenario_reader.hpp"

/// Reads any bytes as "pinbridge test" reads a scenario: each is a scenario, or has one error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto scenario = pinbridge::scenario::read_scenario(
      std::string_view(reinterpret_cast<const char*>(data), size), "scenario.yaml");
  if (!scenario && !scenario.error().message.starts_with("scenario.yaml:")) __builtin_trap();
  return 0;
}
