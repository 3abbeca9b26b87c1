#include <algorithm>
#include <set>
#include <utility>

#include "app/opened_board.hpp"
#include "base/text_file.hpp"
#include "board/guest_check.hpp"
#include "cli/bench_host.hpp"
#include "cli/board_options.hpp"
#include "cli/scenario_run.hpp"
#include "scenario/rehearsal.hpp"
#include "scenario/scenario_reader.hpp"

namespace pinbridge::cli {
namespace {

Result<scenario::Scenario> read(const std::string& path) {
  const auto text = read_text_file(path, "scenario");
  if (!text) return text.error();
  return scenario::read_scenario(*text, path);
}

/// On a bench without time, links or clients. Errors of the board are reported where it is run.
Result<void> rehearse(const OpenedScenario& file, const ScenarioOptions& options) {
  auto choices = parse_choices(options.chips);
  if (!choices) return choices.error();
  auto board = app::open_board(options.board, app::full_catalog(), std::move(*choices));
  if (!board) return board.error();
  if (board->problems.has_errors() || !board::has_guest(board->assembly)) return {};
  TimerQueue timers;
  Bench bench(std::move(board->assembly.parts), board->assembly.wires, timers, 0);
  api::Commands commands(bench, board->name, std::move(board->board));
  BenchHost host(commands, -1, false, {});
  return scenario::rehearse(file.scenario, host, file.path);
}

/// The name of the file, with its directories where several have the same, and with a number where
/// a file runs twice.
std::string record_name(const std::vector<std::string>& paths, const std::string& path,
                        std::set<std::string>& taken) {
  const auto stem = [](const std::string& text) { return std::filesystem::path(text).stem(); };
  std::string name = stem(path).string();
  const bool is_shared = std::ranges::any_of(
      paths, [&](const std::string& other) { return other != path && stem(other) == stem(path); });
  if (is_shared) {
    const auto plain = std::filesystem::path(path).lexically_normal().replace_extension();
    name = plain.relative_path().string();
    std::ranges::replace(name, '/', '-');
  }
  const std::string first = name;
  for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{}-{}", first, i);
  return name;
}

}  // namespace

Result<std::vector<OpenedScenario>> open_scenarios(const std::vector<std::string>& paths,
                                                   const ScenarioOptions& options) {
  std::vector<OpenedScenario> files;
  std::set<std::string> taken;
  for (const std::string& path : paths) {
    auto scenario = read(path);
    if (!scenario) return scenario.error();
    files.push_back({path, std::move(*scenario), record_name(paths, path, taken)});
  }
  for (const OpenedScenario& file : files) {
    if (auto done = rehearse(file, options); !done) return done.error();
  }
  return files;
}

}  // namespace pinbridge::cli
