#pragma once

#include <string>
#include <vector>

#include "board/wire_check.hpp"

namespace pinbridge::board {

/// A line of a guest that nothing drives while contacts are open, so that the guest reads noise.
struct FloatingLine {
  PinId line;
  PartId contact;  ///< the part whose contact is open
  bool pull_up;    ///< which pull gives it the level that the closed contact does not
};

/// All such lines, each once, in the order of the pins. A line counts if it has no pull of its chip
/// and no level through resistors, and a contact leads to a level or to another such line, as in a
/// matrix of keys.
std::vector<FloatingLine> lines_that_float(const BoardPins& pins, const BoardNets& nets,
                                           const Assembly& assembly);

/// The pulls that lines of one chip lack, as its attribute: "0:up,8-15:down".
std::string pulls_for(const BoardPins& pins, const std::vector<FloatingLine>& lines);

/// Warns of these lines, with the pull to write, and of buttons that are wired on one side only;
/// `reported` are parts that a warning names already, for the same reason. A chip with errors is
/// not checked: its pulls may be among them.
void check_open_contacts(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly,
                         const std::vector<bool>& reported, Problems& problems);

}  // namespace pinbridge::board
