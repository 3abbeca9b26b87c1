#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/opened_board.hpp"
#include "board/electrical_check.hpp"
#include "board/guest_check.hpp"
#include "board/guest_import.hpp"
#include "board/reader.hpp"

using namespace pinbridge;

/// Reads any bytes as "pinbridge check" and "run" read a board: every fault must be a reported
/// problem.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalog kCatalog = app::full_catalog();
  board::Problems problems;
  board::Board board =
      board::read_board(std::string_view(reinterpret_cast<const char*>(data), size), problems);
  static const auto kTables = board::Microcontrollers::built_in();
  for (const board::GuestChoice& choice : board::choices_of(board, kTables, problems)) {
    (void)board::import_guest(board, choice, kTables, kCatalog, problems);
  }
  board::Assembly assembly = board::assemble(board, kCatalog, problems);
  board::check_electrically(assembly, problems);
  board::check_for_guest(assembly, problems);
  for (const board::Problem& problem : board::in_file_order(problems)) describe(problem, "board");
  if (problems.has_errors()) return 0;
  TimerQueue timers;
  Bench bench(std::move(assembly.parts), assembly.wires, timers, 1);
  // Long enough for bouncing contacts and for the windows of lights.
  for (int i = 1; i <= 3; ++i) bench.begin_turn(Time(std::chrono::milliseconds(100 * i)));
  return 0;
}
