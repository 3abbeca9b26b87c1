#include <algorithm>

#include "parts/testing/part_bench.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::PartBench;
using testing::problems_of;

using Settings = std::map<std::string, std::string>;

/// A display, and firmware that writes to it.
class Display {
 public:
  explicit Display(Settings attributes = {})
      : anode_(attributes.find("common") == attributes.end() || attributes["common"] == "anode"),
        bench_({{"d", "wokwi-7segment", attributes}}, {}) {}

  /// Lights exactly these segments of what is selected: "abc.".
  void segments(std::string_view lit) {
    for (const char* name : {"A", "B", "C", "D", "E", "F", "G"}) {
      const char lower = static_cast<char>(name[0] - 'A' + 'a');
      set(name, lit.find(lower) != std::string_view::npos);
    }
    set("DP", lit.find('.') != std::string_view::npos);
  }
  /// Turns on what is lit through this pin, or off.
  void set(const std::string& pin, bool on) { bench_.drive("d:" + pin, strong(on != anode_)); }
  void select(const std::string& pin, bool on) { bench_.drive("d:" + pin, strong(on == anode_)); }

  /// Shows each digit for a millisecond in turn, for a while.
  void multiplex(const std::vector<std::string>& digits, Duration lateness = Duration(0)) {
    for (int round = 0; round < 50; ++round) {
      for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::string pin = "DIG" + std::to_string(i + 1);
        if (lateness == Duration(0)) segments(digits[i]);
        select(pin, true);
        bench_.advance(lateness);
        segments(digits[i]);
        bench_.advance(milliseconds(1) - lateness);
        select(pin, false);
      }
    }
  }

  std::string text() { return bench_.value("d", "text"); }
  std::string brightness() { return bench_.value("d", "brightness"); }
  std::string text_later() {
    bench_.advance(milliseconds(50));
    return text();
  }
  PartBench& bench() { return bench_; }

 private:
  bool anode_;
  PartBench bench_;
};

std::vector<std::string> pins(Settings attributes) {
  PartBench bench({{"d", "wokwi-7segment", std::move(attributes)}}, {});
  std::vector<std::string> names;
  for (const PinSpec& pin : bench.bench().part(PartId{0}).layout().pins) names.push_back(pin.name);
  std::sort(names.begin(), names.end());
  return names;
}

TEST(SevenSegment, HasThePinsOfItsNumberOfDigits) {
  const std::vector<std::string> one{"A", "B",  "C", "COM", "COM.1", "COM.2",
                                     "D", "DP", "E", "F",   "G"};
  const std::vector<std::string> two{"A", "B", "C", "D", "DIG1", "DIG2", "DP", "E", "F", "G"};
  const std::vector<std::string> four{"A",    "B",    "C",    "CLN", "COM", "D", "DIG1",
                                      "DIG2", "DIG3", "DIG4", "DP",  "E",   "F", "G"};
  EXPECT_EQ(pins({}), one);
  EXPECT_EQ(pins({{"digits", "2"}}), two);
  EXPECT_EQ(pins({{"digits", "3"}}).size(), 11U);
  EXPECT_EQ(pins({{"digits", "4"}}), four);
}

TEST(SevenSegment, WithCommonAnodeLightsSegmentsThatAreLow) {
  Display display;
  display.segments("abged");
  EXPECT_EQ(display.text_later(), " ") << "COM floats";
  display.bench().drive("d:COM.2", supply(true));
  EXPECT_EQ(display.text_later(), "2");
  EXPECT_EQ(display.brightness(), "100,100,0,100,100,0,100,0");
  display.bench().drive("d:COM.2", supply(false));
  EXPECT_EQ(display.text_later(), " ");
}

TEST(SevenSegment, WithCommonCathodeLightsSegmentsThatAreHigh) {
  Display display(Settings{{"common", "cathode"}});
  display.segments("abged.");
  EXPECT_EQ(display.text_later(), " ") << "COM floats";
  display.bench().drive("d:COM", supply(false));
  EXPECT_EQ(display.text_later(), "2.");
  display.bench().drive("d:COM", supply(true));
  EXPECT_EQ(display.text_later(), " ");
}

TEST(SevenSegment, ItsTwoCommonPinsAreOne) {
  Display display;
  display.segments("bc");
  display.bench().drive("d:COM.1", supply(true));
  EXPECT_EQ(display.bench().level("d:COM.2"), Level::high);
  EXPECT_EQ(display.text_later(), "1");
}

TEST(SevenSegment, MultiplexedDigitsReadSteadily) {
  for (const char* common : {"anode", "cathode"}) {
    Display display(Settings{{"common", common}, {"digits", "4"}});
    display.multiplex({"bc", "abged.", "abcdg", "bcfg"});
    EXPECT_EQ(display.text(), "12.34") << common;
    EXPECT_EQ(display.brightness().substr(0, 15), "0,25,25,0,0,0,0") << common;
  }
}

TEST(SevenSegment, GhostsOfDigitsThatAreSwitchedTooEarlyAreNotRead) {
  Display display(Settings{{"digits", "4"}});
  display.multiplex({"bc", "abged", "", "bcfg"}, microseconds(20));
  EXPECT_EQ(display.text(), "12 4");
  EXPECT_NE(display.brightness().find(",1,1,0,1,1,0,1,0,"), std::string::npos)
      << "the ghost of a 2 where nothing is: " << display.brightness();
}

TEST(SevenSegment, ADimDisplayReadsAsABrightOneDoes) {
  Display display(Settings{{"common", "cathode"}});
  display.segments("abc");
  for (int i = 0; i < 50; ++i) {
    display.select("COM", true);
    display.bench().advance(microseconds(5));
    display.select("COM", false);
    display.bench().advance(microseconds(995));
  }
  EXPECT_EQ(display.text(), "7");
  EXPECT_EQ(display.brightness(), "1,1,1,0,0,0,0,0");
}

TEST(SevenSegment, ADigitWithoutItsSelectIsDark) {
  Display display(Settings{{"digits", "2"}});
  display.segments("abcdefg.");
  display.select("DIG2", true);
  EXPECT_EQ(display.text_later(), " 8.");
}

TEST(SevenSegment, TheColonIsBetweenItsOwnPins) {
  Display display(Settings{{"digits", "4"}, {"colon", "1"}});
  for (const char* digit : {"DIG1", "DIG2", "DIG3", "DIG4"}) display.select(digit, true);
  display.segments("bc");
  display.set("CLN", true);
  EXPECT_EQ(display.text_later(), "1111") << "COM floats";
  display.select("COM", true);
  EXPECT_EQ(display.text_later(), "11:11");
  display.set("CLN", false);
  EXPECT_EQ(display.text_later(), "1111");
}

TEST(SevenSegment, WithoutTheAttributeThereIsNoColon) {
  Display display(Settings{{"digits", "4"}});
  display.set("CLN", true);
  display.select("COM", true);
  EXPECT_EQ(display.text_later(), "    ");
  Display three(Settings{{"digits", "3"}, {"colon", "1"}});
  EXPECT_EQ(three.text_later(), "   ");
}

TEST(SevenSegment, KeepsWhatItShowsWhenItIsPlacedAgain) {
  Display display;
  display.segments("bc");
  display.select("COM", true);
  EXPECT_EQ(display.text_later(), "1");
  Bench& bench = display.bench().bench();
  bench.part(PartId{0}).attach(PartHost(bench, PartId{0}));
  bench.part(PartId{0}).settled();
  EXPECT_EQ(display.text(), "1");
  EXPECT_EQ(display.text_later(), "1");
}

TEST(SevenSegment, NamesTheValidNumbersOfDigits) {
  EXPECT_EQ(problems_of("wokwi-7segment", {{"digits", "5"}}),
            std::vector<std::string>{"digits: \"5\" is not a whole number from 1 to 4"});
}

}  // namespace
}  // namespace pinbridge::parts
