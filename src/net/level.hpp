#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pinbridge {

/// The level of a net.
enum class Level : std::uint8_t {
  low,
  high,
  highz,     ///< nothing drives the net
  conflict,  ///< equally strong drives disagree
};

/// The rank of a drive; the greater wins.
enum class Strength : std::uint8_t {
  none,
  pull,    ///< through a resistor, outside or inside a chip
  strong,  ///< an output, or a client's override
  supply,  ///< VCC or GND
};

/// A level and its strength: the drive of one pin on its net, or the result of all drives.
/// `strength` is none if and only if `level` is highz. A drive is a `conflict` only where one pin
/// stands for several, such as those of other benches.
struct Signal {
  Level level = Level::highz;
  Strength strength = Strength::none;

  friend bool operator==(const Signal&, const Signal&) = default;
};

/// The drive of one pin on its net.
using Drive = Signal;

inline constexpr Drive kNoDrive{};

constexpr Drive pull(bool high) {
  return {high ? Level::high : Level::low, Strength::pull};
}
constexpr Drive strong(bool high) {
  return {high ? Level::high : Level::low, Strength::strong};
}
constexpr Drive supply(bool high) {
  return {high ? Level::high : Level::low, Strength::supply};
}

/// True if the level is known: low or high.
constexpr bool is_definite(Level level) {
  return level == Level::low || level == Level::high;
}

/// "low", "high", "highz", "conflict": the words of every interface.
std::string_view to_string(Level level);
/// The level of such a word; nullopt for any other.
std::optional<Level> parse_level(std::string_view word);
/// "none", "pull", "strong", "supply".
std::string_view to_string(Strength strength);

}  // namespace pinbridge
