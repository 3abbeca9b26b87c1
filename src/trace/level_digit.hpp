#pragma once

#include <optional>

#include "net/level.hpp"

namespace pinbridge::trace {

/// How waveforms write a level.
inline char level_digit(Level level) {
  switch (level) {
    case Level::low:
      return '0';
    case Level::high:
      return '1';
    case Level::highz:
      return 'z';
    case Level::conflict:
      return 'x';
  }
  return 'x';
}

/// What can be driven of it: x, which nothing can drive, is highz. nullopt for any other digit.
inline std::optional<Level> level_to_drive(char digit) {
  switch (digit) {
    case '0':
      return Level::low;
    case '1':
      return Level::high;
    case 'z':
    case 'Z':
    case 'x':
    case 'X':
      return Level::highz;
    default:
      return std::nullopt;
  }
}

}  // namespace pinbridge::trace
