#include "parts/testing/lcd_firmware.hpp"
#include "parts/testing/part_checks.hpp"

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::problems_of;
using Firmware = testing::LcdFirmware;

using Settings = std::map<std::string, std::string>;

class CharacterLcdTest : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(OnBusOf, CharacterLcdTest, ::testing::Values(true, false),
                         [](const auto& bus) { return bus.param ? "Four" : "Eight"; });

TEST_P(CharacterLcdTest, ShowsTwoLines) {
  Firmware firmware(GetParam());
  firmware.ground_rw();
  firmware.initialize();
  firmware.print("Hello, world!");
  firmware.command(0xC0);
  firmware.print("second");
  EXPECT_EQ(firmware.shown("line1"), "Hello, world!   ");
  EXPECT_EQ(firmware.shown("line2"), "second          ");
  EXPECT_EQ(firmware.shown("display"), "1");
  EXPECT_EQ(firmware.shown("early"), "0");
}

TEST_P(CharacterLcdTest, IsInitializedAgainFromTheMiddleOfAByte) {
  Firmware firmware(GetParam());
  firmware.ground_rw();
  firmware.initialize();
  firmware.pulse();
  firmware.initialize();
  firmware.print("again");
  EXPECT_EQ(firmware.line(1), "again");
}

TEST_P(CharacterLcdTest, AnOpenRwReadsAsWrite) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.print("open");
  EXPECT_EQ(firmware.line(1), "open");
}

TEST_P(CharacterLcdTest, ScrollsBothLines) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.print("0123456789ABCDEFGHIJ");
  firmware.command(0xC0);
  firmware.print("below");
  firmware.command(0x18);
  firmware.command(0x18);
  EXPECT_EQ(firmware.line(1), "23456789ABCDEFGH");
  EXPECT_EQ(firmware.line(2), "low");
  firmware.command(0x1C);
  EXPECT_EQ(firmware.line(2), "elow");
  firmware.command(0x02);
  EXPECT_EQ(firmware.line(2), "below");
}

TEST_P(CharacterLcdTest, ShowsDrawnCharactersAsPrivateOnes) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.command(0x40 | (3 << 3));
  for (const int row : {0x00, 0x0A, 0x1F, 0x1F, 0x0E, 0x04, 0x00, 0x00}) firmware.write(true, row);
  firmware.command(0x80);
  firmware.print("I \x03 it");
  EXPECT_EQ(firmware.line(1), "I \uE003 it");
}

TEST_P(CharacterLcdTest, TheAddressIsReadBack) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.command(0xC5);
  EXPECT_EQ(firmware.read(false), 0x45);
  EXPECT_EQ(firmware.read(false), 0x45) << "asking moves nothing";
}

TEST_P(CharacterLcdTest, IsBusyAfterAnInstructionForItsTime) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.send(false, 0x01);
  firmware.bench().advance(microseconds(1000));
  EXPECT_NE(firmware.read(false) & 0x80, 0);
  firmware.bench().advance(microseconds(520));
  EXPECT_EQ(firmware.read(false), 0x00);
}

TEST_P(CharacterLcdTest, TextIsReadBackAndTheAddressMoves) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.print("read");
  firmware.command(0x80);
  EXPECT_EQ(firmware.read(true), 'r');
  EXPECT_EQ(firmware.read(true), 'e');
  EXPECT_EQ(firmware.read(false), 0x02);
  firmware.print("X");
  EXPECT_EQ(firmware.line(1), "reXd");
}

TEST_P(CharacterLcdTest, DrivesItsDataPinsOnlyWhileItIsRead) {
  Firmware firmware(GetParam());
  firmware.initialize();
  firmware.release_data();
  const auto driven = [&] {
    int count = 0;
    for (int i = 0; i < 8; ++i) count += firmware.level("D" + std::to_string(i)) != Level::highz;
    return count;
  };
  firmware.set("E", true);
  EXPECT_EQ(driven(), 0) << "a write cycle";
  firmware.set("E", false);
  if (GetParam()) firmware.pulse();
  firmware.set("RW", true);
  EXPECT_EQ(driven(), 0) << "no cycle yet";
  firmware.set("E", true);
  EXPECT_EQ(driven(), GetParam() ? 4 : 8);
  firmware.set("RW", false);
  EXPECT_EQ(driven(), 0) << "RW went low too early";
  firmware.set("RW", true);
  EXPECT_EQ(driven(), GetParam() ? 4 : 8);
  firmware.set("E", false);
  EXPECT_EQ(driven(), 0);
}

TEST_P(CharacterLcdTest, ABusyPollIsNotNotified) {
  Firmware firmware(GetParam());
  firmware.ground_rw();
  firmware.initialize();
  firmware.bench().advance(milliseconds(100));
  firmware.bench().part_news.clear();
  firmware.bench().drive("lcd:RW", kNoDrive);
  for (int i = 0; i < 100; ++i) firmware.read(false);
  firmware.bench().advance(milliseconds(100));
  EXPECT_TRUE(firmware.bench().part_news.empty());
}

TEST(CharacterLcd, TakesDataAsItIsWhenEnableFalls) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.set("E", true);
  firmware.put_upper(0x5);
  EXPECT_EQ(firmware.line(1), "") << "nothing is taken while E is high";
  firmware.set("E", false);
  firmware.put_upper(0x6);
  EXPECT_EQ(firmware.line(1), std::string(1, static_cast<char>(0x51)));
}

TEST(CharacterLcd, EnableCountsOnceHoweverOftenItIsDriven) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.bench().drive("lcd:E", strong(true));
  firmware.bench().drive("lcd:E", pull(true));
  firmware.bench().drive("lcd:E", supply(true));
  firmware.bench().drive("lcd:E", pull(false));
  firmware.bench().drive("lcd:E", strong(false));
  EXPECT_EQ(firmware.line(1), "A");
}

TEST(CharacterLcd, APulseOfNoLengthIsAPulse) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.set("E", true);
  firmware.set("E", false);
  EXPECT_EQ(firmware.line(1), "A");
}

TEST(CharacterLcd, ACycleInWhichEnableFloatsIsVoid) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.set("E", true);
  firmware.bench().drive("lcd:E", kNoDrive);
  firmware.set("E", false);
  EXPECT_EQ(firmware.line(1), "");
  firmware.release_data();
  firmware.set("RW", true);
  firmware.set("E", true);
  EXPECT_NE(firmware.level("D7"), Level::highz);
  firmware.bench().drive("lcd:E", kNoDrive);
  EXPECT_EQ(firmware.level("D7"), Level::highz);
}

TEST(CharacterLcd, ADisplayThatIsOffIsBlankAndKeepsItsText) {
  Firmware firmware(true);
  firmware.initialize();
  firmware.print("there");
  firmware.command(0x08);
  EXPECT_EQ(firmware.shown("display"), "0");
  EXPECT_EQ(firmware.line(1), "");
  firmware.command(0x0C);
  EXPECT_EQ(firmware.line(1), "there");
}

TEST(CharacterLcd, ShowsWhereTheCursorIs) {
  Firmware firmware(true);
  firmware.initialize();
  EXPECT_EQ(firmware.shown("cursor"), "off");
  firmware.command(0x0E);
  firmware.command(0xC2);
  EXPECT_EQ(firmware.shown("cursor"), "2,3");
  EXPECT_EQ(firmware.shown("blink"), "0");
  firmware.command(0x0F);
  EXPECT_EQ(firmware.shown("blink"), "1");
  firmware.command(0x80 | 0x20);
  EXPECT_EQ(firmware.shown("cursor"), "off") << "beyond the glass";
  EXPECT_EQ(firmware.shown("blink"), "0");
}

TEST(CharacterLcd, HasTheCharactersOfItsVariant) {
  for (const auto& [variant, text] : {std::pair{"A00", "¥ｱα"}, std::pair{"A02", "\\±à"}}) {
    Firmware firmware(true, "wokwi-lcd1602", {{"variant", variant}});
    firmware.initialize();
    firmware.print("\x5C\xB1\xE0");
    EXPECT_EQ(firmware.line(1), text);
  }
}

TEST(CharacterLcd, CountsWritesThatAreTooEarly) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.pulse();
  firmware.pulse();
  EXPECT_EQ(firmware.line(1), "AA");
  EXPECT_EQ(firmware.shown("early"), "1");
}

TEST(CharacterLcd, NotifiesOnceAWindowAndOfTheLastState) {
  Firmware firmware(true);
  firmware.initialize();
  firmware.bench().advance(milliseconds(100));
  firmware.bench().part_news.clear();
  for (int i = 0; i < 100; ++i) firmware.print("0123456789");
  EXPECT_LE(firmware.bench().part_news.size(), 1U + 1000U / 50U) << "a second of writing";
  const std::size_t told = firmware.bench().part_news.size();
  firmware.print("!");
  firmware.bench().advance(milliseconds(100));
  EXPECT_GT(firmware.bench().part_news.size(), told);
  EXPECT_EQ(firmware.bench().bench().timers().next_due(), Time::max());
}

TEST(CharacterLcd, TheBacklightIsAsBrightAsItsDuty) {
  Firmware firmware(true);
  firmware.bench().drive("lcd:K", supply(false));
  EXPECT_EQ(firmware.shown("backlight"), "0");
  for (int i = 0; i < 100; ++i) {
    firmware.set("A", true);
    firmware.bench().advance(microseconds(300));
    firmware.set("A", false);
    firmware.bench().advance(microseconds(700));
  }
  EXPECT_EQ(firmware.shown("backlight"), "30");
}

TEST(CharacterLcd, KeepsItsTextAndItsCycleWhenItIsPlacedAgain) {
  Firmware firmware(false);
  firmware.initialize();
  firmware.print("kept");
  firmware.set("RS", true);
  firmware.put_upper(0x4);
  firmware.set("E", true);
  Bench& bench = firmware.bench().bench();
  bench.part(PartId{0}).attach(PartHost(bench, PartId{0}));
  bench.part(PartId{0}).settled();
  firmware.set("E", false);
  EXPECT_EQ(firmware.line(1), "keptD");
  EXPECT_EQ(firmware.shown("early"), "0") << "its power stayed on";
}

TEST(CharacterLcd, FourLinesOfTwentyAreTheTwoLinesOfItsController) {
  Firmware firmware(true, "wokwi-lcd2004");
  firmware.initialize();
  int number = 1;
  for (const int address : {0x00, 0x40, 0x14, 0x54}) {
    firmware.command(0x80 | address);
    firmware.print("line " + std::to_string(number++));
  }
  for (int line = 1; line <= 4; ++line) {
    EXPECT_EQ(firmware.shown("line" + std::to_string(line)),
              "line " + std::to_string(line) + std::string(14, ' '));
  }
  firmware.command(0x0E);
  EXPECT_EQ(firmware.shown("cursor"), "4,7");
}

TEST(CharacterLcd, NamesTheValidVariants) {
  EXPECT_EQ(problems_of("wokwi-lcd1602", {{"variant", "A01"}}),
            std::vector<std::string>{"variant: \"A01\" is not one of \"A00\", \"A02\""});
}

}  // namespace
}  // namespace pinbridge::parts
