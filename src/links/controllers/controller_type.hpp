#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "links/controllers/line_registers.hpp"

namespace pinbridge {

/// The name of the event that a line of QEMU's trace, or a pattern of one, is of: its first word.
constexpr std::string_view trace_event(std::string_view line) {
  return line.substr(0, line.find(' '));
}

/// How a level reaches an input of a controller.
enum class InputBy : std::uint8_t {
  irq,       ///< qtest's set_irq_in, on the unnamed inputs
  property,  ///< QOM's bool properties gpioA0, gpioA1 …
  nothing,   ///< QEMU's model has no inputs
};

/// What a trace event names a controller by.
enum class TraceId : std::uint8_t { path, name_property, only_one };

/// A kind of GPIO controller that QEMU emulates: all that the link knows of it.
struct ControllerType {
  std::string_view qom_type;
  std::uint16_t lines = 32;  ///< unless the machine's own has another number of inputs
  std::span<const RegisterSpec> registers;
  /// How QEMU traces a write that says what the lines do, as for TracePattern; empty where it does
  /// not.
  std::string_view trace;
  TraceId trace_id = TraceId::path;
  /// The outputs that qtest can intercept; empty: those without a name.
  std::string_view outputs;
  /// Registers that are read where nothing is traced: bytes each, and whether in big endian.
  std::uint8_t register_bytes = 4;
  bool lines_from_msb = false;
  InputBy input = InputBy::irq;
  /// An input can be let go of, by level -1; it must be before the line becomes an output.
  bool releases = false;
  bool interrupts = true;
  /// Giving an input the level that it has anyway is an event to the guest.
  bool repeats_are_events = false;

  constexpr std::string_view trace_event() const { return pinbridge::trace_event(trace); }
};

/// All kinds there are.
std::span<const ControllerType> controller_types();

/// nullptr where there is none of that QOM type.
const ControllerType* find_controller_type(std::string_view qom_type);

/// Whether it is one of these types.
bool is_controller_type(std::string_view qom_type);

}  // namespace pinbridge
