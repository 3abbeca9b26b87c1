#include "net/level.hpp"

namespace pinbridge {

std::string_view to_string(Level level) {
  switch (level) {
    case Level::low:
      return "low";
    case Level::high:
      return "high";
    case Level::highz:
      return "highz";
    case Level::conflict:
      return "conflict";
  }
  return "?";
}

std::optional<Level> parse_level(std::string_view word) {
  for (const Level level : {Level::low, Level::high, Level::highz, Level::conflict}) {
    if (word == to_string(level)) return level;
  }
  return std::nullopt;
}

std::string_view to_string(Strength strength) {
  switch (strength) {
    case Strength::none:
      return "none";
    case Strength::pull:
      return "pull";
    case Strength::strong:
      return "strong";
    case Strength::supply:
      return "supply";
  }
  return "?";
}

}  // namespace pinbridge
