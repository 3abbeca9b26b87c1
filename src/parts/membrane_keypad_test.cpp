#include <gmock/gmock.h>

#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PartBench;
using testing::problems_of;

constexpr const char* kType = "wokwi-membrane-keypad";

/// A keypad as a guest scans it: each column has a pull-up, and one row at a time is driven low.
class KeypadTest : public ::testing::Test {
 protected:
  void open(std::map<std::string, std::string> attributes, int columns = 4) {
    std::vector<PartBench::Item> items{{"kp", kType, std::move(attributes)},
                                       {"vcc", "wokwi-vcc", {}}};
    std::vector<PartBench::Connection> connections;
    columns_ = columns;
    for (int i = 1; i <= columns; ++i) {
      items.push_back({fmt::format("r{}", i), "wokwi-resistor", {}});
      connections.emplace_back(fmt::format("r{}:1", i), "vcc:VCC");
      connections.emplace_back(fmt::format("r{}:2", i), fmt::format("kp:C{}", i));
    }
    bench_ = std::make_unique<PartBench>(items, connections);
  }

  PartBench& bench() { return *bench_; }
  void press(std::string_view key, int pressed = 1) {
    EXPECT_TRUE(bench().control("kp", key, pressed)) << key;
  }

  /// Row and column of each key that a scan finds: "11" is the first.
  std::vector<std::string> scan() {
    std::vector<std::string> found;
    for (int row = 1; row <= 4; ++row) {
      bench().drive(fmt::format("kp:R{}", row), strong(false));
      for (int column = 1; column <= columns_; ++column) {
        if (bench().level(fmt::format("kp:C{}", column)) == Level::low) {
          found.push_back(fmt::format("{}{}", row, column));
        }
      }
      bench().drive(fmt::format("kp:R{}", row), kNoDrive);
    }
    return found;
  }

 private:
  std::unique_ptr<PartBench> bench_;
  int columns_ = 4;
};

TEST_F(KeypadTest, EachKeyJoinsItsRowToItsColumn) {
  open({{"bounce", "0"}});
  EXPECT_THAT(scan(), IsEmpty());
  const char* const keys = "123A456B789C*0#D";
  for (int i = 0; i < 16; ++i) {
    const std::string key(1, keys[i]);
    press(key);
    EXPECT_THAT(scan(), ElementsAre(fmt::format("{}{}", i / 4 + 1, i % 4 + 1))) << key;
    EXPECT_EQ(bench().value("kp", key), "1");
    press(key, 0);
  }
  EXPECT_THAT(scan(), IsEmpty());
}

TEST_F(KeypadTest, ThreeCornersOfARectangleShowTheFourthAsAGhost) {
  open({{"bounce", "0"}});
  press("1");
  press("3");
  EXPECT_THAT(scan(), ElementsAre("11", "13")) << "two keys are always distinguished";
  press("7");
  EXPECT_THAT(scan(), ElementsAre("11", "13", "31", "33")) << "9 is not pressed";
  press("1", 0);
  EXPECT_THAT(scan(), ElementsAre("13", "31"));
}

TEST_F(KeypadTest, WithThreeColumnsHasNoFourth) {
  open({{"columns", "3"}, {"bounce", "0"}}, 3);
  EXPECT_FALSE(bench().bench().pins().find("kp:C4"));
  press("#");
  EXPECT_THAT(scan(), ElementsAre("43"));
  EXPECT_FALSE(bench().control("kp", "A", 1));
}

TEST_F(KeypadTest, KeysHaveTheLabelsOfTheFile) {
  open({{"keys", R"(["q","w","e","r","a","s","d","f","z","x","c","v","1","2","3","€"])"},
        {"bounce", "0"}});
  press("w");
  press("€");
  EXPECT_THAT(scan(), ElementsAre("12", "44"));
}

TEST_F(KeypadTest, ARowOfThreeKeysHasFourLabelsToo) {
  open({{"keys", R"(["a","b","c","","d","e","f","","g","h","i","","j","k","l",""])"},
        {"columns", "3"},
        {"bounce", "0"}},
       3);
  press("d");
  EXPECT_THAT(scan(), ElementsAre("21"));
}

TEST_F(KeypadTest, KeysBounceAndThenStay) {
  open({{"bounce-ms", "20"}});
  bench().drive("kp:R2", strong(false));
  bench().watch("kp:C2");
  press("5");
  bench().advance(milliseconds(20));
  EXPECT_GE(bench().edges.size(), 3U);
  EXPECT_EQ(bench().level("kp:C2"), Level::low);
}

TEST_F(KeypadTest, KeysStayPressedWhenTheBoardIsEdited) {
  open({});
  press("5");
  testing::rewire_as_it_is(bench().bench());
  bench().advance(milliseconds(5));
  EXPECT_THAT(scan(), ElementsAre("22"));
}

TEST_F(KeypadTest, RefusesOtherValuesAndKeys) {
  open({{"columns", "3"}}, 3);
  EXPECT_EQ(bench().control("kp", "5", 2).error().message, "kp: 5 must be 0 or 1, not \"2\"");
  EXPECT_EQ(bench().control("kp", "x", 1).error().message,
            "kp: it has no control \"x\"; it has: 1, 2, 3, 4, 5, 6, 7, 8, 9, *, 0, #");
}

TEST(Keypad, ReportsInvalidAttributes) {
  EXPECT_THAT(problems_of(kType, {{"columns", "5"}}),
              ElementsAre("columns: \"5\" is not one of \"3\", \"4\""));
  EXPECT_THAT(problems_of(kType, {{"keys", R"(["1","2"])"}}),
              ElementsAre("keys: it has 2 labels and takes 16: 4 rows of 4, where a row has three "
                          "keys, too"));
  EXPECT_THAT(problems_of(kType, {{"keys", "123A456B789C*0#D"}}),
              ElementsAre("keys: \"123A456B789C*0#D\" is not a list of texts, such as [\"1\", "
                          "\"2\"]"));
  EXPECT_THAT(problems_of(kType, {{"keys", R"([null])"}}),
              ElementsAre("keys: \"[null]\" is not a list of texts, such as [\"1\", \"2\"]"));
}

TEST(Keypad, WantsEachKeyToHaveALabelOfItsOwn) {
  EXPECT_THAT(
      problems_of(kType,
                  {{"keys", R"(["1","2","3","A","4","5","1","B","7","8","9","C",0,"","#","D"])"}}),
      ElementsAre("keys: two keys have the label \"1\", and a key is pressed by its label"));
  EXPECT_THAT(
      problems_of(kType,
                  {{"keys", R"(["1","2","3","A","4","5","6","B","7","8","9","C",0,"","#","D"])"}}),
      ElementsAre("keys: a key without a label cannot be pressed"));
}

}  // namespace
}  // namespace pinbridge::parts
