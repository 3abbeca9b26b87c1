#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pinbridge::qemu {

/// The name of the event that a line of QEMU's trace, or a pattern of one, is of: its first word.
constexpr std::string_view trace_event(std::string_view line) {
  return line.substr(0, line.find(' '));
}

/// The contents of a line of QEMU's trace. Texts point into the line.
struct TraceRecord {
  /// A register and its value.
  struct Register {
    std::uint32_t offset = 0;
    std::string_view name;  ///< in place of an offset, where QEMU traces names
    std::uint64_t value = 0;
  };
  static constexpr std::size_t kMostRegisters = 4;

  std::string_view path;  ///< of the device in QOM; empty if the event has none
  std::string_view name;  ///< the device's own name, likewise
  std::string_view type;  ///< its QOM type, likewise
  std::array<Register, kMostRegisters> registers;
  std::size_t register_count = 0;
};

/// How QEMU writes one of its trace events, to read it back strictly: "imx_gpio_write
/// {path}:[{register}] <- {value}". Fields are {path}, {name}, {type}, {offset} or {register} and
/// its {value}, {#} for a number that does not matter, and {400} for the value of the register at
/// 0x400. Numbers are decimal or, after 0x, hexadecimal.
class TracePattern {
 public:
  /// `text` outlives it; a field that does not exist is a bug (PB_CHECK).
  explicit TracePattern(std::string_view text);

  /// The event's name: the first word.
  std::string_view event() const { return event_; }

  /// Nothing if the line is not exactly of this form.
  std::optional<TraceRecord> match(std::string_view line) const;

 private:
  enum class Field : std::uint8_t { path, name, type, ignored, offset, reg, value, value_at };
  /// A field and the text after it, up to the next field or the end.
  struct Piece {
    Field field;
    std::uint32_t offset;  ///< of value_at
    std::string_view after;
  };

  static Piece piece(std::string_view field, std::string_view after);
  static bool take(const Piece& piece, std::string_view text, TraceRecord& record);

  std::string_view event_;
  std::string_view before_;  ///< up to the first field
  std::vector<Piece> pieces_;
};

}  // namespace pinbridge::qemu
