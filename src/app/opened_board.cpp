#include "app/opened_board.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "app/board_folder.hpp"
#include "base/printable.hpp"
#include "board/electrical_check.hpp"
#include "board/guest_check.hpp"
#include "board/microcontroller.hpp"
#include "board/reader.hpp"
#include "host_gpio/host_gpio_part.hpp"
#include "links/chip/ivshmem_chip.hpp"
#include "links/chip/line_names.hpp"
#include "links/chip/message_queue_chip.hpp"
#include "links/chip/native_chip.hpp"
#include "links/chip/opentitan_chip.hpp"
#include "links/chip/remote_port_chip.hpp"
#include "links/chip/usb_chip.hpp"
#include "links/chip/virtio_chip.hpp"
#include "mqtt/net_link.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;

std::string board_name_of(const fs::path& file) {
  std::error_code ignored;
  return file.filename() == "diagram.json"
             ? fs::absolute(file, ignored).parent_path().filename().string()
             : file.stem().string();
}

/// The texts of the files beside the diagram that the board uses.
std::string definitions(const board::Board& board, const Catalog& types,
                        const board::Microcontrollers& tables) {
  std::string text;
  std::set<std::string_view> seen;
  for (const board::BoardPart& part : board.parts) {
    const PartType* type = types.find(part.type.text);
    if (type && type->definition && seen.insert(type->name).second) text += *type->definition;
  }
  for (const auto& table : tables.all()) {
    if (table.definition) text += *table.definition;
  }
  return text;
}

/// Turns the microcontrollers named by the command line and the board into guests.
void import_guests(OpenedBoard& opened, Catalog& types) {
  auto tables = board::Microcontrollers::built_in();
  add_types_of_folder(opened.file.parent_path(), opened.board, types, tables, opened.problems);
  opened.text += definitions(opened.board, types, tables);
  auto choices = opened.choices;
  for (board::GuestChoice& choice : board::choices_of(opened.board, tables, opened.problems)) {
    if (std::ranges::count(choices, choice.part, &board::GuestChoice::part) == 0) {
      choices.push_back(std::move(choice));
    }
  }
  for (const board::GuestChoice& choice : choices) {
    auto pins = board::import_guest(opened.board, choice, tables, types, opened.problems);
    if (pins) {
      opened.imported.insert(opened.imported.end(), pins->begin(), pins->end());
    } else {
      opened.problems.error({}, pins.error().message, choice.part);
    }
  }
}

/// Pages find the ends of wires by the names that the bench has.
void use_own_names_of_pins(OpenedBoard& opened) {
  for (const board::RenamedEnd& end : opened.assembly.renamed_ends) {
    board::BoardConnection& wire = opened.board.connections[end.connection];
    (end.is_from ? wire.from : wire.to).text = end.name;
  }
}

}  // namespace

Catalog full_catalog() {
  Catalog catalog;
  parts::add_parts(catalog);
  catalog.add(chip::virtio_chip_type());
  catalog.add(chip::native_chip_type());
  catalog.add(chip::usb_chip_type());
  catalog.add(chip::message_queue_chip_type());
  catalog.add(chip::opentitan_chip_type());
  catalog.add(chip::remote_port_chip_type());
  catalog.add(chip::ivshmem_chip_type());
  catalog.add(host_gpio::host_gpio_type());
  catalog.add(mqtt::net_link_type());
  board::add_microcontrollers(catalog, board::Microcontrollers::built_in());
  return catalog;
}

Result<OpenedBoard> open_board(const fs::path& path, const Catalog& catalog,
                               std::vector<board::GuestChoice> choices) {
  return open_board_file(board::board_file(path), catalog, std::move(choices));
}

Result<OpenedBoard> open_board_file(const fs::path& file, const Catalog& catalog,
                                    std::vector<board::GuestChoice> choices) {
  OpenedBoard opened;
  opened.file = file;
  opened.name = board_name_of(opened.file);
  auto text = board::read_board_text(opened.file);
  if (!text) return text.error();
  opened.text = std::move(*text);
  opened.board = board::read_board(opened.text, opened.problems);
  opened.choices = std::move(choices);
  Catalog types = catalog;
  import_guests(opened, types);
  // Also after errors of the reader: all problems are reported at once.
  opened.assembly = board::assemble(opened.board, types, opened.problems);
  use_own_names_of_pins(opened);
  board::check_electrically(opened.assembly, opened.problems);
  board::check_for_guest(opened.assembly, opened.problems);
  return opened;
}

std::string imported_lines(const OpenedBoard& board) {
  if (board.imported.empty()) return {};
  // A separate table for the names of lines, which depend on the wires.
  board::Problems unused;
  const auto assembly = board::assemble(board.board, full_catalog(), unused);
  const PinTable pins(assembly.parts, assembly.wires);
  const std::string virtio = chip::virtio_chip_type().name;
  std::map<std::string, std::vector<std::string>> names;
  std::string lines;
  for (const auto& [pin, line] : board.imported) {
    const auto at = pins.find(line);
    if (!at) continue;
    const PartId chip = pins.part_of(*at);
    lines += fmt::format("{} is {}", printable(pin), printable(line));
    // A guest names the lines of its own controllers itself.
    if (pins.part_type(chip) == virtio) {
      auto& all = names[pins.part_id(chip)];
      if (all.empty()) all = chip::suggest_line_names(pins, chip);
      const std::string& name = all[pins.index_of(*at).value()];
      if (!name.empty()) lines += fmt::format(", \"{}\" in the guest", name);
    }
    lines += "\n";
  }
  return lines;
}

std::string problem_lines(const OpenedBoard& board) {
  std::string lines;
  for (const board::Problem& problem : board::in_file_order(board.problems)) {
    lines += describe(problem, board.file.string()) + "\n";
  }
  if (const std::size_t more = board.problems.unlisted(); more > 0) {
    lines += fmt::format("{}: and {} more problems of these kinds\n", board.file.string(), more);
  }
  return lines;
}

}  // namespace pinbridge::app
