#include "app/first_board.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "app/opened_board.hpp"
#include "base/testing/temp_folder.hpp"
#include "board/writer.hpp"

namespace pinbridge::app {
namespace {

TEST(FirstBoard, IsReadBackWithoutAProblemWithEitherChip) {
  for (const std::string controller : {"", "pl061", "imx.gpio[2]"}) {
    const testing::TempFolder folder;
    std::ofstream(folder.path() / "diagram.json") << board::write_board(first_board(controller));
    const auto board = open_board(folder.path(), full_catalog());
    ASSERT_TRUE(board);
    EXPECT_EQ(problem_lines(*board), "") << controller;
    EXPECT_EQ(board->assembly.wires.size(), 5U);
  }
}

}  // namespace
}  // namespace pinbridge::app
