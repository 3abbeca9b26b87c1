#include <cstdio>
#include <memory>

#include <fmt/ranges.h>

#include "app/opened_board.hpp"
#include "board/guest_check.hpp"
#include "board/microcontroller.hpp"
#include "board/writer.hpp"
#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"

namespace pinbridge::cli {
namespace {

struct ImportOptions {
  std::string board;
  std::vector<std::string> chips;
};

std::vector<std::string> microcontrollers_of(const app::OpenedBoard& board) {
  std::vector<std::string> ids;
  for (const PartInstance& instance : board.assembly.parts) {
    if (dynamic_cast<const board::Microcontroller*>(instance.part.get()))
      ids.push_back(instance.id);
  }
  return ids;
}

std::string why_no_guest(const std::vector<std::string>& microcontrollers) {
  if (microcontrollers.empty()) {
    return "it has no microcontroller that Pinbridge knows; a file NAME.board.json beside it can "
           "define one";
  }
  return fmt::format("it has several microcontrollers: {}; name the guest: --chip {}=virtio-gpio",
                     fmt::join(microcontrollers, ", "), microcontrollers.front());
}

Result<int> import_board(const ImportOptions& options) {
  auto choices = parse_choices(options.chips);
  if (!choices) return choices.error();
  auto board = app::open_board(options.board, app::full_catalog(), std::move(*choices));
  if (!board) return board.error();
  const auto microcontrollers = microcontrollers_of(*board);
  // The only one becomes the guest, through virtio-gpio.
  if (options.chips.empty() && !board::has_guest(board->assembly) && microcontrollers.size() == 1) {
    board = app::open_board(options.board, app::full_catalog(), {{microcontrollers.front(), {}}});
    if (!board) return board.error();
  }
  fmt::print(stderr, "{}", app::problem_lines(*board));
  if (board->problems.has_errors()) return kBadInput;
  if (!board::has_guest(board->assembly)) {
    return make_error(ErrorCode::invalid, "{}: {}", board->file.string(),
                      why_no_guest(microcontrollers));
  }
  fmt::print(stderr, "{}", app::imported_lines(*board));
  fmt::print("{}", board::write_board(board->board));
  return kSuccess;
}

}  // namespace

void add_import_command(Program& program) {
  auto& command =
      program.add(group::kFiles, "import", "Print a board whose microcontroller is the guest");
  auto options = std::make_shared<ImportOptions>();
  add_board_argument(command, options->board);
  add_chip_option(command, options->chips);
  command
      .details(
          "The microcontroller of a Wokwi project becomes a chip of the guest, and its wires go to "
          "lines. stderr lists omitted wires.")
      .example("pinbridge import project >diagram.json",
               "write the board with its only microcontroller on virtio-gpio")
      .example("pinbridge import --chip uno=native:pl061 project >guest/diagram.json",
               "write it with the microcontroller on a controller of the machine")
      .does([options] { return import_board(*options); });
}

}  // namespace pinbridge::cli
