#include <algorithm>
#include <cstdio>
#include <memory>

#include <boost/json/serialize.hpp>

#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/opened_board.hpp"

namespace pinbridge {
namespace {

struct CheckOptions {
  std::string board;
  bool json = false;
};

struct Counts {
  explicit Counts(const OpenedBoard& board)
      : errors(static_cast<std::size_t>(
            std::ranges::count(board.problems.list(), Severity::error, &Problem::severity))),
        warnings(board.problems.list().size() - errors),
        parts(board.assembly.parts.size()),
        wires(board.assembly.wires.size()) {}

  std::size_t errors;
  std::size_t warnings;
  std::size_t parts;
  std::size_t wires;
};

std::string count(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string for_people(const OpenedBoard& board, const Counts& counts) {
  const std::string warnings = count(counts.warnings, "warning");
  const std::string summary = counts.errors > 0
                                  ? fmt::format("{}, {}", count(counts.errors, "error"), warnings)
                                  : fmt::format("{}, {}, {}", count(counts.parts, "part"),
                                                count(counts.wires, "wire"), warnings);
  return fmt::format("{}{}: {}\n", problem_lines(board), board.name, summary);
}

std::string for_programs(const OpenedBoard& board, const Counts& counts) {
  boost::json::array problems;
  for (const Problem& problem : in_file_order(board.problems)) {
    problems.push_back({{"severity", to_string(problem.severity)},
                        {"line", problem.place.line},
                        {"column", problem.place.column},
                        {"part", problem.part},
                        {"pin", problem.pin},
                        {"message", problem.message}});
  }
  const boost::json::object report{{"board", board.name},
                                   {"file", board.file.string()},
                                   {"errors", counts.errors},
                                   {"warnings", counts.warnings},
                                   {"parts", counts.parts},
                                   {"wires", counts.wires},
                                   {"problems", std::move(problems)}};
  return boost::json::serialize(report) + "\n";
}

ExitStatus check(const CheckOptions& options) {
  const auto board = open_board(options.board, full_catalog());
  if (!board) return report(board.error());
  const Counts counts(*board);
  fmt::print("{}", options.json ? for_programs(*board, counts) : for_people(*board, counts));
  return counts.errors > 0 ? kBadInput : kSuccess;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("check", "Read a board and report all that is wrong with it");
  auto options = std::make_shared<CheckOptions>();
  command->add_option("board", options->board, "a diagram.json, or its directory")
      ->type_name("BOARD")
      ->required();
  command->add_flag("--json", options->json, "print one JSON object instead (docs/boards.md)");
  command->callback([options, &status] { status = check(*options); });
}

}  // namespace pinbridge
