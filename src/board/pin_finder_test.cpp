#include "board/pin_finder.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

class PinFinderTest : public testing::Test {
 protected:
  PinFinderTest() {
    Layout wide;
    for (int i = 1; i <= 30; ++i) wide.pins.emplace_back(std::to_string(i) + "t.a");
    finder_.add_part("bb1", wide);
    finder_.add_part("led", {.pins = {"A", "C"}});
    finder_.add_part("text", {});
    finder_.add_refused("gone");
  }

  /// What is said of a pin that is not found.
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

TEST_F(PinFinderTest, SaysWhatThereIsAndGuessesWhatWasMeant) {
  EXPECT_EQ(said("led:c"),
            "\"led:c\": part led has no pin \"c\" (did you mean \"C\"?); it has A, C");
  EXPECT_EQ(said("bb1:12ta"),
            "\"bb1:12ta\": part bb1 has no pin \"12ta\" (did you mean "
            "\"12t.a\"?); it has 30 pins, 1t.a to 30t.a");
  EXPECT_EQ(said("text:x"), "\"text:x\": part text has no pin \"x\"; it has none");
  EXPECT_EQ(said("lad:A"), "\"lad:A\": there is no part \"lad\" (did you mean \"led\"?)");
  EXPECT_EQ(said("led:"), "\"led:\" names no pin; a pin is written PART:PIN");
  EXPECT_EQ(said("gone:1"), "") << "that its part is an error was said already";
}

}  // namespace
}  // namespace pinbridge
