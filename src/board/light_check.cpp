#include "board/light_check.hpp"

#include <optional>

#include <fmt/format.h>

namespace pinbridge::board {
namespace {

/// The reason why a light can never light, and the pin that causes it.
struct Darkness {
  std::string why;
  PinId pin;
  bool in_use = false;  ///< both of its pins have wires
};

class LightCheck {
 public:
  LightCheck(const BoardPins& pins, const BoardNets& nets, const NetReach& reach)
      : pins_(pins), nets_(nets), reach_(reach) {}

  /// The problem of the part: of a light that is in use, or of any if there is none that lights.
  std::optional<Darkness> of(PartId part) const {
    std::optional<Darkness> found;
    bool some_light = false;
    for (const auto& [anode, cathode] : pins_.layout(part).diodes) {
      auto dark = explain(pins_.pin(part, anode), pins_.pin(part, cathode));
      if (!dark) {
        some_light = true;
      } else if (!found || (dark->in_use && !found->in_use)) {
        found = std::move(dark);
      }
    }
    if (found && some_light && !found->in_use) return std::nullopt;
    return found;
  }

 private:
  std::optional<Darkness> explain(PinId anode, PinId cathode) const {
    const auto name = [&](PinId pin) -> const std::string& { return pins_.spec(pin).name; };
    if (!is_wired(anode) && !is_wired(cathode)) {
      return Darkness{fmt::format("neither {} nor {} is connected", name(anode), name(cathode)),
                      anode};
    }
    if (!is_wired(anode)) {
      return Darkness{
          fmt::format("its anode {} is not connected; wire it to an output or VCC", name(anode)),
          anode};
    }
    if (!is_wired(cathode)) {
      return Darkness{fmt::format("its cathode {} is not connected; wire it to GND or an output",
                                  name(cathode)),
                      cathode};
    }
    return explain_wired(anode, cathode);
  }

  std::optional<Darkness> explain_wired(PinId anode, PinId cathode) const {
    const auto dark = [](PinId pin, std::string why) {
      return Darkness{std::move(why), pin, true};
    };
    const std::string& a = pins_.spec(anode).name;
    const std::string& c = pins_.spec(cathode).name;
    if (nets_.of(anode) == nets_.of(cathode)) {
      return dark(anode, fmt::format("{} and {} are wired together; remove one of them", a, c));
    }
    const bool high = reach_.can_be_high(anode);
    const bool low = reach_.can_be_low(cathode);
    if (high && low) return std::nullopt;
    if (reach_.can_be_low(anode) && reach_.can_be_high(cathode)) {
      return dark(anode, fmt::format("it is the wrong way round; swap {} and {}", a, c));
    }
    if (!high && !low) {
      return dark(anode, fmt::format("nothing can make its anode {} high, nor its cathode {} low; "
                                     "wire them to outputs, or to VCC and GND",
                                     a, c));
    }
    if (!high) {
      return dark(anode, fmt::format("nothing can make its anode {} high; "
                                     "wire it to an output or VCC",
                                     a));
    }
    return dark(cathode, fmt::format("nothing can make its cathode {} low; "
                                     "wire it to GND or an output",
                                     c));
  }

  bool is_wired(PinId pin) const { return nets_.wired[nets_.of(pin).value()]; }

  const BoardPins& pins_;
  const BoardNets& nets_;
  const NetReach& reach_;
};

}  // namespace

void check_lights(const BoardPins& pins, const BoardNets& nets, const NetReach& reach,
                  const Assembly& assembly, Problems& problems) {
  const LightCheck lights(pins, nets, reach);
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    const auto dark = lights.of(PartId{i});
    if (!dark) continue;
    problems.warning(assembly.part_places[i],
                     fmt::format("{} can never light: {}", assembly.parts[i].id, dark->why),
                     assembly.parts[i].id, pins.spec(dark->pin).name);
  }
}

}  // namespace pinbridge::board
