#include "scenario/scenario_reader.hpp"

#include <yaml-cpp/yaml.h>

#include "scenario/step_fields.hpp"
#include "scenario/step_reader.hpp"

namespace pinbridge::scenario {
namespace {

Scenario read(const YAML::Node& root) {
  if (!root.IsMap())
    throw Fault{place_of(root.Mark()), "a scenario has keys: name, version, steps"};
  refuse_duplicates(root);
  Scenario scenario;
  if (const YAML::Node name = root["name"]) scenario.name = text_of(name, "name");
  if (const YAML::Node version = root["version"]; version && text_of(version, "version") != "1") {
    throw Fault{place_of(version.Mark()),
                fmt::format("\"{}\" is not a version that is known; write 1", version.Scalar())};
  }
  const YAML::Node steps = root["steps"];
  if (!steps || !steps.IsSequence()) {
    throw Fault{place_of((steps ? steps : root).Mark()), "a scenario requires steps, a list"};
  }
  if (steps.size() == 0) throw Fault{place_of(steps.Mark()), "a scenario requires a step"};
  for (const YAML::Node& step : steps) scenario.steps.push_back(read_step(step));
  return scenario;
}

}  // namespace

Error error_at(const std::string& file, Place place, const std::string& message) {
  return make_error(ErrorCode::invalid, "{}:{}:{}: error: {}", file, place.line, place.column,
                    message);
}

Result<Scenario> read_scenario(std::string_view text, const std::string& file) {
  if (text.size() > kLargestFile) {
    return error_at(file, {}, fmt::format("the file has more than {} bytes", kLargestFile));
  }
  try {
    return read(YAML::Load(std::string(text)));
  } catch (const Fault& fault) {
    return error_at(file, fault.place, fault.message);
  } catch (const YAML::Exception& error) {
    return error_at(file, place_of(error.mark), error.msg);
  }
}

}  // namespace pinbridge::scenario
