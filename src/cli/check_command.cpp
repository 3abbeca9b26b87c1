#include <cstdio>
#include <memory>

#include <boost/json/serialize.hpp>

#include "app/opened_board.hpp"
#include "base/printable.hpp"
#include "cli/board_options.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"

namespace pinbridge::cli {
namespace {

struct CheckOptions {
  std::string board;
  bool json = false;
  bool strict = false;
  std::vector<std::string> chips;
};

struct Counts {
  explicit Counts(const app::OpenedBoard& board)
      : errors(board.problems.errors()),
        warnings(board.problems.warnings()),
        parts(board.assembly.parts.size()),
        wires(board.assembly.wires.size() - board.assembly.by_medium) {}

  std::size_t errors;
  std::size_t warnings;
  std::size_t parts;
  std::size_t wires;
};

std::string count(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string for_people(const app::OpenedBoard& board, const Counts& counts) {
  const std::string warnings = count(counts.warnings, "warning");
  const std::string summary = counts.errors > 0
                                  ? fmt::format("{}, {}", count(counts.errors, "error"), warnings)
                                  : fmt::format("{}, {}, {}", count(counts.parts, "part"),
                                                count(counts.wires, "wire"), warnings);
  return fmt::format("{}{}: {}\n", app::problem_lines(board), printable(board.name), summary);
}

std::string for_programs(const app::OpenedBoard& board, const Counts& counts) {
  boost::json::array problems;
  for (const board::Problem& problem : board::in_file_order(board.problems)) {
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

Result<int> check(const CheckOptions& options) {
  auto choices = parse_choices(options.chips);
  if (!choices) return choices.error();
  const auto board = app::open_board(options.board, app::full_catalog(), std::move(*choices));
  if (!board) return board.error();
  const Counts counts(*board);
  fmt::print("{}", options.json ? for_programs(*board, counts) : for_people(*board, counts));
  const bool failed = counts.errors > 0 || (options.strict && counts.warnings > 0);
  return failed ? kBadInput : kSuccess;
}

}  // namespace

void add_check_command(Program& program) {
  auto& command = program.add(group::kFiles, "check", "Report all problems of a board");
  auto options = std::make_shared<CheckOptions>();
  add_board_argument(command, options->board);
  add_json_option(command, options->json);
  add_chip_option(command, options->chips);
  command.add_flag("--strict", options->strict, "exit with status 2 also if there are warnings");
  command.exit_status(kBadInput, "the board has errors, or cannot be read")
      .example("pinbridge check examples/panel", "check the board of a directory")
      .example("pinbridge check --json diagram.json", "print problems with line and column as JSON")
      .does([options] { return check(*options); });
}

}  // namespace pinbridge::cli
