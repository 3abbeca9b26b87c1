#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace pinbridge {

/// How the contacts of a whole board bounce, overriding their parts.
struct BoardBounce {
  enum class Mode : std::uint8_t {
    parts,  ///< each according to its attributes
    off,    ///< none: contacts are ideal
    on,     ///< all, within `longest`
  };
  static constexpr Duration kLongest = std::chrono::seconds(1);

  Mode mode = Mode::parts;
  Duration longest{};  ///< 0 to kLongest; means something for `on` only

  friend bool operator==(const BoardBounce&, const BoardBounce&) = default;
};

/// "parts", "off", "on".
std::string_view to_string(BoardBounce::Mode mode);
std::optional<BoardBounce::Mode> parse_bounce_mode(std::string_view word);

}  // namespace pinbridge
