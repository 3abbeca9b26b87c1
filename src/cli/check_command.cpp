#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/opened_board.hpp"

namespace pinbridge {
namespace {

std::string count(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

ExitStatus check(const std::string& path) {
  const auto board = open_board(path, full_catalog());
  if (!board) return report(board.error());
  print_problems(*board, stdout);
  const auto& all = board->problems.list();
  const auto errors =
      static_cast<std::size_t>(std::ranges::count(all, Severity::error, &Problem::severity));
  if (errors > 0) {
    fmt::print("{}: {}, {}\n", board->name, count(errors, "error"),
               count(all.size() - errors, "warning"));
    return kBadInput;
  }
  fmt::print("{}: {}, {}, {}\n", board->name, count(board->assembly.parts.size(), "part"),
             count(board->assembly.wires.size(), "wire"), count(all.size(), "warning"));
  return kSuccess;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("check", "Read a board and report all that is wrong with it");
  auto board = std::make_shared<std::string>();
  command->add_option("board", *board, "a diagram.json, or its directory")
      ->type_name("BOARD")
      ->required();
  command->callback([board, &status] { status = check(*board); });
}

}  // namespace pinbridge
