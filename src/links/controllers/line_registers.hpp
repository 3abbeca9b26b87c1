#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/strong_id.hpp"

namespace pinbridge::controllers {

/// The meaning of a register of a GPIO controller for its lines. A bit is a line, from the
/// register's first line on, unless stated otherwise.
enum class Meaning : std::uint8_t {
  data,               ///< the level of outputs
  data_set,           ///< written ones make outputs high
  data_clear,         ///< written ones make outputs low
  data_set_clear,     ///< 16 lines: the low half sets, the high half clears, setting wins
  output,             ///< 1: the line is an output
  output_set,         ///< written ones make outputs
  output_clear,       ///< written ones make inputs
  input,              ///< 1: the line is an input
  invert,             ///< 1: an output is at the opposite of its data
  open_drain,         ///< 1: an output does not drive high
  pull_up,            ///< 1: the line is pulled up while it drives nothing
  pull_down,          ///< 1: it is pulled down
  modes,              ///< 16 lines, two bits each; 1: output
  pulls,              ///< 16 lines, two bits each; 1: up, 2: down
  functions,          ///< 10 lines, three bits each; 1: output
  pin_configuration,  ///< one line: nRF51's PIN_CNF (direction, pull, drive)
  lock,               ///< NPCM7xx's TLOCK1: any write locks all others, its key unlocks
  unlock,             ///< NPCM7xx's TLOCK2: takes the first key
};

/// One register of a controller.
struct RegisterSpec {
  std::uint32_t offset = 0;  ///< from the controller's base, in bytes
  Meaning meaning = Meaning::data;
  std::uint16_t first_line = 0;
  std::string_view name = {};  ///< where QEMU traces names and not offsets
};

/// The state of a line according to the registers of its controller.
struct LineState {
  bool drives = false;
  bool level = false;             ///< of a line that drives
  std::optional<bool> pull = {};  ///< of a line that does not: where the guest has it pulled

  friend bool operator==(const LineState&, const LineState&) = default;
};

/// The registers of a GPIO controller that determine its lines, as far as writes to them were
/// seen: pure bookkeeping.
class LineRegisters {
 public:
  static constexpr std::uint16_t kMostLines = 256;

  /// `registers` outlives it; `lines` must not exceed kMostLines. From the most significant bit on
  /// where `lines_from_msb`.
  LineRegisters(std::span<const RegisterSpec> registers, std::uint16_t lines,
                bool lines_from_msb = false);

  /// All lines are inputs, without a pull.
  void reset() { fields_ = {}; }

  /// A guest writes `value` to the register at `offset`. Registers that do not affect the lines are
  /// ignored.
  void write(std::uint32_t offset, std::uint64_t value);
  /// The same by the register's name.
  void write(std::string_view name, std::uint64_t value);

  /// The register at `offset` was read and has this value: as if it had been written, regardless of
  /// locks.
  void take(std::uint32_t offset, std::uint64_t value);

  /// Takes over `read`, into which every register was read. The data of an input, which it drives
  /// once it is an output, keeps the written value: some controllers read the input's level there.
  void take_all(const LineRegisters& read);

  /// A line was found to drive `level` without a traced write.
  void drives(LineOffset line, bool level);

  /// Calls `told` (LineOffset, LineState) for each line whose state differs from the last call; all
  /// are inputs without a pull at first.
  template <class Told>
  void tell_changes(Told&& told);

  /// The line's state as of the last call of tell_changes().
  LineState state(LineOffset line) const;

 private:
  static constexpr std::size_t kWords = kMostLines / 32;
  using Words = std::array<std::uint32_t, kWords>;
  struct Fields {
    Words data, output, invert, open_drain, open_source, pull_up, pull_down;
    bool locked, unlocking;
  };
  /// What a line does, as masks: tell_changes() compares these and looks no further.
  struct Effective {
    Words drives, level, up, down;
  };

  void apply(const RegisterSpec& spec, std::uint64_t value);
  void apply_fields(const RegisterSpec& spec, std::uint64_t value);
  void configure_pin(std::uint16_t line, std::uint32_t value);
  bool passes_lock(Meaning meaning, std::uint64_t value);
  void put(Words& words, std::uint16_t line, bool value) const;
  Effective effective() const;

  std::span<const RegisterSpec> registers_;
  std::uint16_t lines_;
  bool lines_from_msb_;
  Fields fields_{};
  Effective told_{};
};

template <class Told>
void LineRegisters::tell_changes(Told&& told) {
  const Effective now = effective();
  const Effective before = told_;
  told_ = now;
  for (std::size_t word = 0; word * 32 < lines_; ++word) {
    std::uint32_t changed = (now.drives[word] ^ before.drives[word]) |
                            (now.level[word] ^ before.level[word]) |
                            (now.up[word] ^ before.up[word]) | (now.down[word] ^ before.down[word]);
    for (; changed != 0; changed &= changed - 1) {
      const auto bit = static_cast<std::uint32_t>(__builtin_ctz(changed));
      const auto line = static_cast<std::uint16_t>(word * 32 + bit);
      if (line < lines_) told(LineOffset{line}, state(LineOffset{line}));
    }
  }
}

}  // namespace pinbridge::controllers
