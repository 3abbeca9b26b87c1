#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pinbridge::board {

/// The role of a pin of a microcontroller board.
struct MicrocontrollerPin {
  enum class Kind : std::uint8_t {
    line,  ///< a GPIO
    vcc,   ///< supplies of all voltages
    gnd,
    serial,  ///< of the console, which QEMU has elsewhere
    analog,  ///< can be an analog input only
    none,    ///< reset and the like: nothing of a guest
  };

  Kind kind = Kind::none;
  std::uint16_t line = 0;  ///< the number of the GPIO, where it is one
};

/// The pins of a kind of microcontroller board.
struct MicrocontrollerTable {
  std::string name;                ///< for people: "Arduino Uno"
  std::vector<std::string> types;  ///< Wokwi's names of it
  std::uint16_t lines = 0;         ///< how many GPIOs there are, pins or not
  std::uint16_t port_lines = 32;   ///< how many of them each controller has
  std::vector<std::pair<std::string, MicrocontrollerPin>> pins;
  /// The text that it was read from, if it is of a board's folder.
  std::shared_ptr<const std::string> definition;

  /// A pin of that name. A number behind a dot may be missing from the table: "GND.3", or "PB0.2",
  /// the second pin of a GPIO.
  std::optional<MicrocontrollerPin> find(std::string_view pin) const;
};

/// Reads a table: an object with `name`, `types`, `lines`, `portLines` (optional) and `pins`, whose
/// values are numbers of lines, or "vcc", "gnd", "serial", "analog" or "none". Up to 100 types and
/// 1000 pins. Fails with a sentence.
Result<MicrocontrollerTable> parse_microcontroller(std::string_view json);

/// The texts of the tables that are in the program.
std::vector<std::string_view> microcontroller_texts();

/// These tables; later ones, of the user, take precedence for their types.
class Microcontrollers {
 public:
  static Microcontrollers built_in();

  void add(MicrocontrollerTable table) { tables_.push_back(std::move(table)); }

  /// nullptr if no table has the type.
  const MicrocontrollerTable* find(std::string_view type) const;
  const std::vector<MicrocontrollerTable>& all() const { return tables_; }

 private:
  std::vector<MicrocontrollerTable> tables_;
};

}  // namespace pinbridge::board
