#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/answer.hpp"
#include "api/commands.hpp"

// Answers of requests that name many pins.

namespace pinbridge::api {

/// Finds the pins by name, piece by piece, as Commands::pins() does; all pins if there are no
/// names. `use` then acts on all of them at once. `commands` outlives the answer.
Answer with_pins(const Commands& commands, std::vector<std::string> names,
                 std::function<Result<Pieces>(std::vector<PinId>)> use);

/// An array of the states of `pins` at this time, whatever happens until they are packed.
Pieces pin_states(const Bench& bench, const std::vector<PinId>& pins);

/// The same after the pins were set, with `overruled_by` where the pin's override is overruled.
/// Called in the turn in which the pins were set.
Pieces set_states(const Commands& commands, const std::vector<PinId>& pins);

/// All parts with their pins, of the present board; the states of pins are those at this time.
/// What parts show, and the values of their controls, are those at the time of packing.
Pieces list_of(const Bench& bench);

}  // namespace pinbridge::api
