#include "bench/board_bounce.hpp"

namespace pinbridge {

std::string_view to_string(BoardBounce::Mode mode) {
  switch (mode) {
    case BoardBounce::Mode::parts:
      return "parts";
    case BoardBounce::Mode::off:
      return "off";
    case BoardBounce::Mode::on:
      return "on";
  }
  return "";
}

std::optional<BoardBounce::Mode> parse_bounce_mode(std::string_view word) {
  for (const auto mode :
       {BoardBounce::Mode::parts, BoardBounce::Mode::off, BoardBounce::Mode::on}) {
    if (word == to_string(mode)) return mode;
  }
  return std::nullopt;
}

}  // namespace pinbridge
