#include "cli/opened_board.hpp"

#include <system_error>

#include "board/electrical_check.hpp"
#include "board/reader.hpp"
#include "links/chip/native_chip.hpp"
#include "links/chip/virtio_chip.hpp"
#include "parts/catalog.hpp"

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

std::string board_name_of(const fs::path& file) {
  std::error_code ignored;
  return file.filename() == "diagram.json"
             ? fs::absolute(file, ignored).parent_path().filename().string()
             : file.stem().string();
}

}  // namespace

Catalog full_catalog() {
  Catalog catalog;
  add_parts(catalog);
  catalog.add(virtio_chip_type());
  catalog.add(native_chip_type());
  return catalog;
}

Result<OpenedBoard> open_board(const fs::path& path, const Catalog& catalog) {
  OpenedBoard opened;
  opened.file = board_file(path);
  opened.name = board_name_of(opened.file);
  auto text = read_board_text(opened.file);
  if (!text) return text.error();
  opened.text = std::move(*text);
  opened.board = read_board(opened.text, opened.problems);
  // Also where the reader found errors: all that is wrong is told in one go.
  opened.assembly = assemble(opened.board, catalog, opened.problems);
  check_electrically(opened.assembly, opened.problems);
  return opened;
}

std::string problem_lines(const OpenedBoard& board) {
  std::string lines;
  for (const Problem& problem : in_file_order(board.problems)) {
    lines += describe(problem, board.file.string()) + "\n";
  }
  return lines;
}

}  // namespace pinbridge
