#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "bench/control.hpp"
#include "net/level.hpp"
#include "scenario/scenario.hpp"

namespace pinbridge::scenario {

/// The bench and the guest's console, as a scenario acts on them. What happens there comes back to
/// the Runner.
class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  virtual Time now() const = 0;

  /// The pin's level. From now on its changes are reported.
  virtual Result<Level> watch(const std::string& pin) = 0;
  virtual Result<Level> level(const std::string& pin) = 0;
  /// Fails if the board has no such part.
  virtual Result<void> find_part(const std::string& part) = 0;

  virtual Result<void> set_pin(const std::string& pin, const std::string& state) = 0;
  virtual Result<void> control(const std::string& part, const std::string& name,
                               const ControlValue& value) = 0;
  virtual Result<void> press(const std::string& button, Duration hold) = 0;
  virtual Result<void> write_serial(std::string_view bytes) = 0;

  /// The text that a part shows. Fails if it is of a kind that shows none.
  virtual Result<std::string> text(const std::string& part) = 0;
  /// Saves and compares as the step specifies. On failure, reports the difference.
  virtual Result<void> take_screenshot(const TakeScreenshot& step) = 0;
};

}  // namespace pinbridge::scenario
