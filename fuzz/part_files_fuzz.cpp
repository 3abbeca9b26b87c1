// Files that bring kinds of parts: NAME.chip.json, tables of microcontrollers (NAME.board.json),
// types of controllers. What is accepted is used: placed on a board, made a guest, traced.

#include <string_view>

#include "app/controller_files.hpp"
#include "app/opened_board.hpp"
#include "board/custom_chip.hpp"
#include "board/guest_check.hpp"
#include "board/guest_import.hpp"
#include "board/microcontroller.hpp"
#include "board/reader.hpp"
#include "links/controllers/line_registers.hpp"
#include "qemu/control/trace_pattern.hpp"

using namespace pinbridge;

namespace {

board::Board board_of(const std::string& type) {
  board::Board board;
  board.parts.push_back({.id = {"u", {}}, .type = {type, {}}, .placed = true});
  board.parts.push_back({.id = {"l", {}}, .type = {"wokwi-led", {}}, .placed = true});
  board.parts.push_back({.id = {"g", {}}, .type = {"wokwi-gnd", {}}, .placed = true});
  for (const char* pin : {"u:1", "u:A", "u:GND", "u:5V", "u:D2"}) {
    board.connections.push_back({{"l:A", {}}, {pin, {}}, "", {}});
  }
  return board;
}

void run(const board::Board& board, const Catalog& catalog, board::Problems& problems) {
  board::Assembly assembly = board::assemble(board, catalog, problems);
  board::check_for_guest(assembly, problems);
  for (const board::Problem& problem : board::in_file_order(problems)) describe(problem, "board");
  if (problems.has_errors()) return;
  TimerQueue timers;
  Bench bench(std::move(assembly.parts), assembly.wires, timers, 1);
  for (std::uint32_t i = 0; i < bench.pins().part_count(); ++i) {
    for (const ControlState& control : bench.part(PartId{i}).controls()) {
      (void)bench.control(PartId{i}, control.name, ControlValue(1));
    }
  }
  bench.begin_turn(Time(std::chrono::milliseconds(100)));
}

/// A controller of an accepted type, whose guest writes to every register.
void trace(const controllers::OwnedControllerType& type) {
  if (!type.trace.empty()) (void)qemu::TracePattern(type.trace).match(type.trace);
  std::vector<controllers::RegisterSpec> registers = type.registers;
  for (std::size_t i = 0; i < registers.size(); ++i) registers[i].name = type.register_names[i];
  controllers::LineRegisters lines(registers, type.type.lines, type.type.lines_from_msb);
  for (const controllers::RegisterSpec& spec : registers) {
    lines.write(spec.offset, 0xffff'ffff'ffff'ffff);
    lines.write(spec.name, 0x5555'5555);
    lines.tell_changes([](LineOffset, const controllers::LineState&) {});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalog kCatalog = app::full_catalog();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> remarks;
  if (auto chip = board::custom_chip_type("chip-fuzz", text, remarks)) {
    Catalog catalog;
    catalog.add(std::move(*chip));
    board::Problems problems;
    run(board_of("chip-fuzz"), catalog, problems);
  }
  if (auto table = board::parse_microcontroller(text)) {
    board::Microcontrollers tables;
    tables.add(*table);
    Catalog catalog = kCatalog;
    board::add_microcontrollers(catalog, tables);
    const std::string type = table->types.empty() ? "none" : table->types.front();
    for (const char* way : {"u=virtio-gpio", "u=native:pl061,imx.gpio[1]"}) {
      board::Board board = board_of(type);
      board::Problems problems;
      (void)board::import_guest(board, board::GuestChoice::parse(way).value(), tables, catalog,
                                problems);
      run(board, catalog, problems);
    }
  }
  board::Problems of_controllers;
  for (const auto& type : app::read_controller_types(text, of_controllers)) trace(type);
  (void)board::GuestChoice::parse(text);
  return 0;
}
