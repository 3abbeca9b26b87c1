#include <cstddef>
#include <cstdint>
#include <string_view>

#include "board/electrical_check.hpp"
#include "board/reader.hpp"
#include "links/chip/virtio_chip.hpp"
#include "parts/catalog.hpp"

using namespace pinbridge;

namespace {

Catalog full_catalog() {
  Catalog catalog;
  add_parts(catalog);
  catalog.add(virtio_chip_type());
  return catalog;
}

}  // namespace

/// Takes any bytes the way that "pinbridge check" and "run" take a board: nothing may go wrong but
/// what is reported as a problem.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Catalog kCatalog = full_catalog();
  Problems problems;
  const Board board =
      read_board(std::string_view(reinterpret_cast<const char*>(data), size), problems);
  Assembly assembly = assemble(board, kCatalog, problems);
  check_electrically(assembly, problems);
  for (const Problem& problem : in_file_order(problems)) describe(problem, "board");
  if (problems.has_errors()) return 0;
  TimerQueue timers;
  Bench bench(std::move(assembly.parts), assembly.wires, timers, 1);
  // Long enough for contacts that bounce and windows that close.
  for (int i = 1; i <= 3; ++i) bench.begin_turn(Time(std::chrono::milliseconds(100 * i)));
  return 0;
}
