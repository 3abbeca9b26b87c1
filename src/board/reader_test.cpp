#include "board/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::board {
namespace {

using ::testing::ElementsAre;

TEST(ReaderTest, APartIsPlacedWhereTheFileGivesLeftOrTop) {
  Problems problems;
  const Board board = read_board(R"({ "parts": [
      { "id": "a", "type": "wokwi-led", "left": 0 },
      { "id": "b", "type": "wokwi-led" },
      { "id": "c", "type": "wokwi-led", "x": 3, "top": "5px" },
      { "id": "d", "type": "wokwi-led", "top": -2.5 },
      { "id": "e", "type": "wokwi-led", "left": "20" } ],
    "connections": [] })",
                                 problems);
  std::vector<bool> placed;
  placed.reserve(board.parts.size());
  for (const BoardPart& part : board.parts) placed.push_back(part.placed);
  EXPECT_THAT(placed, ElementsAre(true, false, false, true, true));
}

TEST(ReaderTest, AFileWithoutAListOfPartsHasOneErrorWhateverItsWires) {
  for (const std::string parts : {R"("parts": {},)", ""}) {
    Problems problems;
    const Board board =
        read_board("{" + parts + R"("connections": [ [ "a:1", "b:1", "", [] ], 7 ] })", problems);
    EXPECT_TRUE(board.connections.empty());
    ASSERT_EQ(problems.list().size(), 1U) << parts;
    EXPECT_EQ(problems.errors(), 1U);
  }
}

}  // namespace
}  // namespace pinbridge::board
