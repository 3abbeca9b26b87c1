#include "scenario/rehearsal.hpp"

#include "scenario/actor.hpp"
#include "scenario/check.hpp"
#include "scenario/scenario_reader.hpp"

namespace pinbridge::scenario {
namespace {

/// A step's part in the rehearsal. The guest's console and files are not the board's.
struct Rehearsed {
  Result<void> operator()(const WriteSerial&) const { return {}; }
  Result<void> operator()(const TakeScreenshot& s) const { return host.find_part(s.part); }
  Result<void> operator()(const ExpectText& s) const {
    const auto text = host.text(s.part);
    if (text) return {};
    return text.error();
  }
  Result<void> operator()(const auto& step) const { return Actor{host}(step); }

  Host& host;
};

}  // namespace

Result<void> rehearse(const Scenario& scenario, Host& host, const std::string& file) {
  for (const Step& step : scenario.steps) {
    const auto fail = [&](const Error& error) { return error_at(file, step.place, error.message); };
    if (const auto done = std::visit(Rehearsed{host}, step.action); !done)
      return fail(done.error());
    const std::string pin = watched_pin(step.action);
    if (pin.empty()) continue;
    if (const auto level = host.level(pin); !level) return fail(level.error());
  }
  return {};
}

}  // namespace pinbridge::scenario
