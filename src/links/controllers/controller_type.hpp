#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "links/controllers/line_registers.hpp"

namespace pinbridge::controllers {

/// How a level reaches an input of a controller.
enum class InputBy : std::uint8_t {
  irq,       ///< qtest's set_irq_in, on the unnamed inputs
  property,  ///< QOM's bool properties gpioA0, gpioA1 …
  /// The model has no input pins, but a write of the registers that set and clear outputs changes
  /// the level that the guest reads of an input. There are no interrupts.
  set_clear,
};

/// What a trace event names a controller by.
enum class TraceId : std::uint8_t { path, name_property, only_one };

/// A type of GPIO controller that QEMU emulates: all that the link knows about it.
struct ControllerType {
  std::string_view qom_type = {};
  std::uint16_t lines = 32;  ///< unless the machine's own has another number of inputs
  std::span<const RegisterSpec> registers = {};
  /// The trace of a write that affects the lines, as for TracePattern; empty if QEMU does not trace
  /// it.
  std::string_view trace = {};
  TraceId trace_id = TraceId::path;
  /// The trace of the lines' pending interrupts, whenever an input or a register has changed; it
  /// follows `trace`. A line's interrupt is pending where its bit is set in all traced registers.
  /// Empty if QEMU does not trace them.
  std::string_view pending_trace = {};
  /// The register of `trace` with the levels of inputs, where there is a `pending_trace`.
  std::uint32_t input_register = 0;
  /// The trace of a read, where there is a `pending_trace`. Up to `input_register`, bits 2 and up
  /// of the offset are the lines whose levels are read.
  std::string_view read_trace = {};
  /// The trace of each write, where `trace` is not of writes but of the state of the lines.
  std::string_view write_trace = {};
  /// The outputs that qtest can intercept; empty: those without a name.
  std::string_view outputs = {};
  /// Registers that are read where nothing is traced: bytes each, and whether in big endian.
  std::uint8_t register_bytes = 4;
  bool lines_from_msb = false;
  InputBy input = InputBy::irq;
  /// InputBy::set_clear: the registers of lines 0 to 31; those of the next lines follow.
  std::uint32_t set_register = 0;
  std::uint32_t clear_register = 0;
  /// An input can be released, with level -1; it must be before the line becomes an output.
  bool releases = false;
  bool interrupts = true;
  /// Setting an input to the level that it already has is an event for the guest.
  bool repeats_are_events = false;
};

/// A type with all that it refers to.
struct OwnedControllerType {
  std::string qom_type;
  std::string trace;
  std::string outputs;
  std::vector<std::string> register_names;  ///< as many as registers
  std::vector<RegisterSpec> registers;      ///< whose names are empty
  ControllerType type;                      ///< without the above
};

/// Adds a type that is not built in, for the lifetime of the program: at its start, before boards
/// are read. Fails with a sentence if the type is known.
Result<void> add_controller_type(OwnedControllerType type);

/// All kinds there are: the program's own and those that were added.
std::vector<const ControllerType*> controller_types();

/// nullptr if there is none with this QOM type.
const ControllerType* find_controller_type(std::string_view qom_type);

/// Whether it is one of these types.
bool is_controller_type(std::string_view qom_type);

}  // namespace pinbridge::controllers
