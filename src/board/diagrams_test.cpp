#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "board/electrical_check.hpp"
#include "board/reader.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::board {
namespace {

/// The diagrams of tests/diagrams, each for some feature of the format as it is documented or seen
/// in the wild.
std::vector<std::filesystem::path> diagrams() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(PINBRIDGE_DIAGRAMS)) {
    if (!entry.is_regular_file()) continue;
    // Chips are described beside the diagrams that use them: NAME.chip.json.
    if (!entry.path().stem().has_extension()) found.push_back(entry.path());
  }
  return found;
}

TEST(Diagrams, OfEveryShapeAreReadAndRunWithoutAnError) {
  Catalog catalog;
  parts::add_parts(catalog);
  EXPECT_GE(diagrams().size(), 20U);
  for (const auto& file : diagrams()) {
    Problems problems;
    const auto text = read_board_text(file);
    ASSERT_TRUE(text) << file;
    const Board board = read_board(*text, problems);
    Assembly assembly = assemble(board, catalog, problems);
    check_electrically(assembly, problems);
    for (const Problem& problem : problems.list()) {
      EXPECT_NE(problem.severity, Severity::error) << describe(problem, file.string());
    }
    EXPECT_EQ(assembly.parts.size(), board.parts.size()) << file;
    TimerQueue timers;
    const Bench bench(std::move(assembly.parts), assembly.wires, timers, 1);
  }
}

}  // namespace
}  // namespace pinbridge::board
