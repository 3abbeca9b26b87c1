#include "server/vcd_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::server {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

api::CaptureExcerpt excerpt(std::size_t edges) {
  api::CaptureExcerpt excerpt{.channels = {{"vm", "24", Level::low}},
                              .from = Time(Duration(100)),
                              .until = Time(Duration(100 + 10 * static_cast<std::int64_t>(edges)))};
  for (std::size_t i = 0; i < edges; ++i) {
    excerpt.edges.push_back({Time(Duration(105 + 10 * static_cast<std::int64_t>(i))), 0,
                             i % 2 == 0 ? Level::high : Level::low, Direction::out});
  }
  return excerpt;
}

std::vector<std::string> pieces_of(api::CaptureExcerpt excerpt) {
  VcdStream stream(std::move(excerpt));
  while (stream.measure()) continue;
  std::vector<std::string> pieces;
  for (std::string piece = stream.next(); !piece.empty(); piece = stream.next()) {
    pieces.push_back(piece);
  }
  return pieces;
}

TEST(VcdStream, CountsFromTheBeginningOfTheExcerptAndLastsToItsEnd) {
  const auto pieces = pieces_of(excerpt(2));
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_THAT(pieces[0], HasSubstr("$var wire 1 ! 24 $end"));
  EXPECT_THAT(pieces[0], EndsWith("#0\n0!\n#5\n1!\n#15\n0!\n#20\n"));
}

TEST(VcdStream, CountsInMicrosecondsUnlessEdgesAreCloser) {
  auto slow = excerpt(0);
  for (const int us : {1, 2, 30}) {
    slow.edges.push_back({slow.from + std::chrono::microseconds(us), 0, Level::high, {}});
  }
  slow.until = slow.from + std::chrono::microseconds(30);
  EXPECT_THAT(pieces_of(slow)[0], HasSubstr("$timescale 1 us $end"));
  EXPECT_THAT(pieces_of(slow)[0], EndsWith("#1\n1!\n#2\n1!\n#30\n1!\n"));
  slow.until += Duration(250);
  slow.edges.push_back({slow.until, 0, Level::low, {}});
  EXPECT_THAT(pieces_of(slow)[0], HasSubstr("$timescale 100 ns $end"));
  EXPECT_THAT(pieces_of(slow)[0], EndsWith("#300\n1!\n#302\n0!\n"));
}

TEST(VcdStream, ComesInPiecesThatDoNotHoldUpTheBench) {
  const auto pieces = pieces_of(excerpt(3 * VcdStream::kEdgesAPiece - 1));
  EXPECT_EQ(pieces.size(), 3U);
}

TEST(VcdStream, ReadsTimesInPiecesThatDoNotHoldUpTheBench) {
  VcdStream stream(excerpt(2 * VcdStream::kEdgesMeasured + 1));
  EXPECT_TRUE(stream.measure());
  EXPECT_TRUE(stream.measure());
  EXPECT_FALSE(stream.measure());
}

TEST(VcdStream, SaysHowManyEdgesWereNotKept) {
  auto some = excerpt(1);
  some.dropped = 12;
  EXPECT_THAT(pieces_of(some)[0], HasSubstr("(12 earlier edges were not kept) $end"));
}

TEST(VcdStream, AnEmptyExcerptIsAWholeFile) {
  EXPECT_THAT(pieces_of(excerpt(0))[0], EndsWith("#0\n0!\n"));
}

}  // namespace
}  // namespace pinbridge::server
