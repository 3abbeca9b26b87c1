#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bench/part_type.hpp"
#include "board/board.hpp"
#include "board/microcontroller_table.hpp"
#include "board/problem.hpp"

namespace pinbridge::board {

/// The part that becomes the guest, and its kind of chip: from `--chip ID=…`.
struct GuestChoice {
  std::string part;
  std::vector<std::string> controllers;  ///< of a native guest; empty for virtio-gpio

  /// "esp=virtio-gpio", "esp=native:pl061,imx.gpio[1]". Fails with a sentence.
  static Result<GuestChoice> parse(std::string_view text);
};

/// A pin of the microcontroller that wires name, and the line that it became.
struct ImportedPin {
  std::string pin;   ///< "esp:D13"
  std::string line;  ///< "esp:13", a pin of a chip
};

/// Replaces the microcontroller with what a guest has instead: a chip with the same id, or one for
/// each native controller (ID, ID-2, …), and a supply each for the wires to its power pins. The
/// lines that only buttons and keypads give a level get the pull that firmware would switch on.
/// Wires to pins that a guest does not have are left out with a warning.
///
/// Fails with a sentence, and changes nothing, if the board has no such part, or no table knows its
/// type.
Result<std::vector<ImportedPin>> import_guest(Board& board, const GuestChoice& choice,
                                              const Microcontrollers& tables,
                                              const Catalog& catalog, Problems& problems);

/// The choices that the parts' own attributes make: "chip": "virtio-gpio". Invalid values are
/// errors.
std::vector<GuestChoice> choices_of(const Board& board, const Microcontrollers& tables,
                                    Problems& problems);

}  // namespace pinbridge::board
