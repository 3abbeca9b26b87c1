#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

/// A breadboard alone on a bench.
class BreadboardAlone {
 public:
  explicit BreadboardAlone(const char* type) : bench_({{"bb", type, {{"color", "#eeefed"}}}}, {}) {}

  std::uint32_t holes() { return bench_.bench().pins().count(); }
  bool has(std::string_view hole) { return find(hole).has_value(); }
  /// The holes of its strip, as one text.
  std::string strip(std::string_view hole) {
    std::string all;
    for (const PinId pin : bench_.bench().pins().on_net_of(find(hole).value())) {
      all += bench_.bench().pins().name(pin).substr(3) + " ";
    }
    return all;
  }
  std::size_t strip_holes(std::string_view hole) {
    return bench_.bench().pins().on_net_of(find(hole).value()).size();
  }

 private:
  std::optional<PinId> find(std::string_view hole) {
    return bench_.bench().pins().find(fmt::format("bb:{}", hole));
  }

  PartBench bench_;
};

TEST(Breadboard, AStripIsFiveHolesOfOneColumnAndHalf) {
  for (const char* type : {"wokwi-breadboard", "wokwi-breadboard-half", "wokwi-breadboard-mini"}) {
    BreadboardAlone board(type);
    EXPECT_EQ(board.strip("5t.b"), "5t.a 5t.b 5t.c 5t.d 5t.e ") << type;
    EXPECT_EQ(board.strip("17b.j"), "17b.f 17b.g 17b.h 17b.i 17b.j ") << type;
    for (const char* none : {"5t.f", "5b.e", "0t.a", "5.a"}) EXPECT_FALSE(board.has(none)) << type;
  }
}

TEST(Breadboard, HasSixtyThreeColumnsAndRailsOfFifty) {
  BreadboardAlone board("wokwi-breadboard");
  EXPECT_EQ(board.holes(), 830U);
  EXPECT_TRUE(board.has("63b.j"));
  EXPECT_FALSE(board.has("64t.a"));
  for (const char* rail : {"tp", "tn", "bp", "bn"}) {
    EXPECT_EQ(board.strip_holes(fmt::format("{}.50", rail)), 50U) << rail;
    EXPECT_FALSE(board.has(fmt::format("{}.51", rail))) << rail;
  }
}

TEST(Breadboard, OfHalfSizeHasThirtyColumnsAndRailsOfTwentyFive) {
  BreadboardAlone board("wokwi-breadboard-half");
  EXPECT_EQ(board.holes(), 400U);
  EXPECT_TRUE(board.has("30b.j"));
  EXPECT_FALSE(board.has("31t.a"));
  EXPECT_EQ(board.strip_holes("bn.1"), 25U);
  EXPECT_FALSE(board.has("tp.26"));
}

TEST(Breadboard, OfMiniSizeHasSeventeenColumnsAndNoRails) {
  BreadboardAlone board("wokwi-breadboard-mini");
  EXPECT_EQ(board.holes(), 170U);
  EXPECT_FALSE(board.has("18t.a"));
  EXPECT_FALSE(board.has("tp.1"));
}

TEST(Breadboard, JoinsWhatIsPluggedIntoAStripAndARail) {
  PartBench bench(
      {{"bb", "wokwi-breadboard-half", {}}, {"vcc", "wokwi-vcc", {}}, {"led", "wokwi-led", {}}},
      {{"vcc:VCC", "bb:tp.1"},
       {"bb:tp.25", "bb:7t.e"},
       {"bb:7t.a", "led:A"},
       {"bb:7b.f", "led:C"}});
  EXPECT_EQ(bench.level("led:A"), Level::high);
  EXPECT_EQ(bench.level("led:C"), Level::highz) << "the halves of a column are apart";
}

}  // namespace
}  // namespace pinbridge::parts
