#include "board/pin_finder.hpp"

#include <gtest/gtest.h>

namespace pinbridge::board {
namespace {

class PinFinderTest : public ::testing::Test {
 protected:
  PinFinderTest() {
    Layout wide;
    for (int i = 1; i <= 30; ++i) wide.pins.emplace_back(std::to_string(i) + "t.a");
    finder_.add_part("bb1", wide);
    finder_.add_part("led", {.pins = {"A", "C"}});
    finder_.add_part("text", {});
    finder_.add_refused("gone");
  }

  /// The warning of a pin that is not found.
  std::string said(const std::string& end) {
    const auto before = problems_.list().size();
    EXPECT_FALSE(finder_.find({end, {1, 1}}));
    return problems_.list().size() == before ? "" : problems_.list().back().message;
  }

  Problems problems_;
  Guesser guesser_;
  PinFinder finder_{problems_, guesser_};
};

TEST_F(PinFinderTest, FindsPinsByPartAndName) {
  const auto pin = finder_.find({"led:C", {1, 1}});
  ASSERT_TRUE(pin);
  EXPECT_EQ(pin->part, PartId{1});
  EXPECT_EQ(pin->pin, PinIndex{1});
  EXPECT_TRUE(problems_.list().empty());
}

TEST_F(PinFinderTest, FindsAPinByItsOtherName) {
  Layout chip{.pins = {"0", "1"}};
  chip.pins[0].alias = "1";  // of another pin
  chip.pins[1].alias = "PB1";
  finder_.add_part("gpio", chip);
  EXPECT_EQ(finder_.find({"gpio:PB1", {1, 1}})->pin, PinIndex{1});
  EXPECT_EQ(finder_.find({"gpio:1", {1, 1}})->pin, PinIndex{1});
}

TEST_F(PinFinderTest, ListsThePinsAndSuggestsTheNearest) {
  EXPECT_EQ(said("led:c"),
            "\"led:c\": part led has no pin \"c\" (did you mean \"C\"?); it has A, C; the wire is "
            "ignored");
  EXPECT_EQ(said("bb1:12ta"),
            "\"bb1:12ta\": part bb1 has no pin \"12ta\" (did you mean "
            "\"12t.a\"?); it has 30 pins, 1t.a to 30t.a; the wire is ignored");
  EXPECT_EQ(said("text:x"),
            "\"text:x\": part text has no pin \"x\"; it has none; the wire is ignored");
  EXPECT_EQ(said("lad:A"),
            "\"lad:A\": there is no part \"lad\" (did you mean \"led\"?); the wire is ignored");
  EXPECT_EQ(said("led:"), "\"led:\" names no pin; write PART:PIN; the wire is ignored");
  EXPECT_EQ(said("gone:1"), "") << "its part is warned of already";
}

TEST_F(PinFinderTest, StopsToLookForNodesAfterAMillionComparisons) {
  Layout wide;
  for (int i = 0; i < 100'000; ++i) wide.pins.emplace_back(std::to_string(i));
  wide.pins.emplace_back("gnd.1");
  finder_.add_part("wide", wide);
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(finder_.find({"wide:gnd", {1, 1}}));
  EXPECT_FALSE(finder_.find({"wide:gnd", {1, 1}}));
  EXPECT_TRUE(finder_.find({"wide:gnd.1", {1, 1}}));
}

}  // namespace
}  // namespace pinbridge::board
