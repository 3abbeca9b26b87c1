#include "parts/hd44780.hpp"

#include <string>

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using enum Hd44780::Register;

/// A controller and a driver that waits as it should.
class Hd44780Test : public ::testing::Test {
 protected:
  Hd44780Test() {
    lcd_.power_up(now_);
    now_ += milliseconds(15);
  }

  void write(Hd44780::Register target, std::uint8_t byte) {
    if (lcd_.has_four_bit_bus()) {
      lcd_.write(target, byte & 0xF0U, now_);
      lcd_.write(target, static_cast<std::uint8_t>(byte << 4U), now_);
    } else {
      lcd_.write(target, byte, now_);
    }
    now_ += milliseconds(2);
  }
  void command(std::uint8_t byte) { write(instruction, byte); }
  void print(std::string_view text) {
    for (const char c : text) write(data, static_cast<std::uint8_t>(c));
  }
  /// One cycle on four lines.
  void half(std::uint8_t upper) {
    lcd_.write(instruction, static_cast<std::uint8_t>(upper << 4U), now_);
    now_ += milliseconds(5);
  }
  std::uint8_t read(Hd44780::Register source) {
    unsigned byte = lcd_.read(source, now_);
    lcd_.end_read(source, now_);
    if (lcd_.has_four_bit_bus()) {
      byte = (byte & 0xF0U) | (lcd_.read(source, now_) >> 4U);
      lcd_.end_read(source, now_);
    }
    now_ += milliseconds(2);
    return static_cast<std::uint8_t>(byte);
  }
  std::uint8_t address() { return read(instruction); }
  /// Sixteen columns, or "none".
  std::string line(int line) {
    std::string text;
    for (int column = 0; column < 16; ++column) {
      const auto address = lcd_.address_at(line, column);
      if (!address) return "none";
      text += static_cast<char>(lcd_.code_at(*address));
    }
    return text.erase(text.find_last_not_of(' ') + 1);
  }

  Hd44780 lcd_;
  Time now_{};
};

TEST_F(Hd44780Test, WakesUpBlankAndOffWithOneLineAndABusOfEight) {
  EXPECT_FALSE(lcd_.is_on());
  EXPECT_FALSE(lcd_.has_four_bit_bus());
  EXPECT_EQ(line(0), "");
  EXPECT_EQ(line(1), "none");
  EXPECT_EQ(address(), 0);
  print("ab");
  EXPECT_EQ(line(0), "ab") << "addresses count up";
}

TEST_F(Hd44780Test, ThreeThreesAndATwoGiveFourLinesFromAnyState) {
  for (int state = 0; state < 3; ++state) {
    lcd_ = Hd44780();
    if (state > 0) half(2);
    if (state > 1) half(0);  // half of a byte that never came whole
    half(3);
    half(3);
    half(3);
    EXPECT_FALSE(lcd_.has_four_bit_bus()) << state;
    half(2);
    EXPECT_TRUE(lcd_.has_four_bit_bus()) << state;
    command(0x28);
    command(0x01);
    command(0x0C);
    print("Hi");
    EXPECT_TRUE(lcd_.is_on());
    EXPECT_EQ(line(0), "Hi") << state;
    EXPECT_EQ(line(1), "") << state;
  }
}

TEST_F(Hd44780Test, BytesAreReadBackOnBothBuses) {
  for (const bool four : {false, true}) {
    lcd_ = Hd44780();
    command(four ? 0x20 : 0x30);
    if (four) command(0x28);
    command(0x85);
    print("\x5A\xA5");
    EXPECT_EQ(address(), 0x07);
    command(0x85);
    EXPECT_EQ(read(data), 0x5A);
    EXPECT_EQ(read(data), 0xA5) << "reading moves the address";
    EXPECT_EQ(address(), 0x07);
  }
}

TEST_F(Hd44780Test, TheSecondLineBeginsAt0x40AndLinesFollowEachOther) {
  command(0x38);
  command(0xC0);
  print("two");
  EXPECT_EQ(line(1), "two");
  command(0x80 | 0x27);
  print("x");
  EXPECT_EQ(address(), 0x40);
  command(0x80 | 0x67);
  print("y");
  EXPECT_EQ(address(), 0x00);
}

TEST_F(Hd44780Test, OneLineHasEightyCells) {
  command(0x30);
  command(0x80 | 0x4F);
  print("x");
  EXPECT_EQ(address(), 0x00);
}

TEST_F(Hd44780Test, CountingDownFollowsTheSameRing) {
  command(0x38);
  command(0x04);
  command(0xC1);
  print("abc");
  EXPECT_EQ(address(), 0x26);
  command(0x80);
  print("d");
  EXPECT_EQ(address(), 0x67);
}

TEST_F(Hd44780Test, ClearingBlanksAllGoesHomeAndCountsUpAgain) {
  command(0x38);
  print("one");
  command(0xC0);
  print("two");
  command(0x04);
  command(0x18);
  command(0x01);
  EXPECT_EQ(line(0) + line(1), "");
  EXPECT_EQ(address(), 0);
  print("ab");
  EXPECT_EQ(line(0), "ab");
}

TEST_F(Hd44780Test, HomingKeepsTheTextAndTakesBackShifts) {
  print("text");
  command(0x18);
  EXPECT_EQ(line(0), "ext");
  command(0x02);
  EXPECT_EQ(line(0), "text");
  EXPECT_EQ(address(), 0);
}

TEST_F(Hd44780Test, ShiftingRollsEachLineRound) {
  command(0x38);
  print("abc");
  command(0xC0);
  print("xyz");
  command(0x18);
  EXPECT_EQ(line(0) + line(1), "bcyz");
  EXPECT_EQ(lcd_.address_at(0, 39), 0x00) << "what left comes back from the right";
  command(0x1C);
  command(0x1C);
  EXPECT_EQ(line(0), " abc");
  EXPECT_EQ(lcd_.address_at(1, 0), 0x67);
  for (int i = 0; i < 40; ++i) command(0x18);
  EXPECT_EQ(line(0), " abc");
}

TEST_F(Hd44780Test, TheDisplayMayGoAlongWithWhatIsWritten) {
  command(0x07);
  command(0x80 | 0x10);
  print("12");
  EXPECT_EQ(line(0), std::string(14, ' ') + "12");
  command(0x05);
  print("3");
  EXPECT_EQ(lcd_.address_at(0, 0), 0x01);
}

TEST_F(Hd44780Test, TheCursorMovesWithoutWriting) {
  print("abc");
  command(0x10);
  command(0x10);
  EXPECT_EQ(address(), 0x01);
  command(0x14);
  EXPECT_EQ(address(), 0x02);
  EXPECT_EQ(line(0), "abc");
}

TEST_F(Hd44780Test, TheCursorIsShownWhereItIsTurnedOn) {
  print("abc");
  command(0x0C);
  EXPECT_FALSE(lcd_.cursor());
  command(0x0E);
  EXPECT_EQ(lcd_.cursor(), 0x03);
  EXPECT_FALSE(lcd_.blinks());
  command(0x0D);
  EXPECT_EQ(lcd_.cursor(), 0x03);
  EXPECT_TRUE(lcd_.blinks());
  command(0x0B);
  EXPECT_FALSE(lcd_.cursor()) << "the display is off";
  command(0x0F);
  command(0x40);
  EXPECT_FALSE(lcd_.cursor()) << "the address is of a character's pattern";
}

TEST_F(Hd44780Test, PatternsOfCharactersAreWrittenAndReadBesideTheText) {
  print("abc");
  command(0x40 | 0x3F);
  print("\x11\x0A");
  EXPECT_EQ(address(), 0x01) << "64 bytes are a ring";
  command(0x40 | 0x3F);
  EXPECT_EQ(read(data), 0x11);
  EXPECT_EQ(read(data), 0x0A);
  EXPECT_EQ(line(0), "abc");
  command(0x83);
  print("d");
  EXPECT_EQ(line(0), "abcd");
}

TEST_F(Hd44780Test, TheBusyFlagStandsForAsLongAsARealOnes) {
  const auto busy = [&] { return (lcd_.read(instruction, now_) & 0x80U) != 0; };
  const auto busy_for = [&](std::uint8_t command, Duration time) {
    lcd_.write(instruction, command, now_);
    now_ += time - microseconds(1);
    EXPECT_TRUE(busy());
    now_ += microseconds(1);
    EXPECT_FALSE(busy());
  };
  busy_for(0x0C, microseconds(37));
  busy_for(0x80, microseconds(37));
  busy_for(0x01, microseconds(1520));
  busy_for(0x02, microseconds(1520));
  lcd_.power_up(now_);
  EXPECT_TRUE(busy());
  now_ += milliseconds(10);
  EXPECT_FALSE(busy());
}

TEST_F(Hd44780Test, WhatComesTooEarlyIsCarriedOutAndCounted) {
  lcd_.write(data, 'a', now_);
  lcd_.write(data, 'b', now_ + microseconds(10));
  lcd_.write(data, 'c', now_ + microseconds(100));
  EXPECT_EQ(line(0), "abc");
  EXPECT_EQ(lcd_.early(), 1);
}

TEST_F(Hd44780Test, ByteInTwoHalvesIsEarlyOnceAtMost) {
  command(0x20);
  EXPECT_EQ(lcd_.early(), 0);
  write(data, 'a');
  now_ -= milliseconds(2);
  write(data, 'b');
  EXPECT_EQ(lcd_.early(), 1);
}

TEST_F(Hd44780Test, AnInstructionOfZeroDoesNothing) {
  command(0x05);
  print("a");
  const auto before = address();
  command(0x00);
  EXPECT_EQ(address(), before);
}

TEST_F(Hd44780Test, AddressesThatHaveNoCellsAreNotShown) {
  command(0x38);
  command(0x80 | 0x28);
  print("hidden");
  EXPECT_EQ(line(0) + line(1), "");
}

TEST_F(Hd44780Test, EveryAddressIsWrittenAndRead) {
  for (const int function : {0x30, 0x38}) {
    command(static_cast<std::uint8_t>(function));
    for (int set_address = 0x40; set_address <= 0xFF; ++set_address) {
      command(static_cast<std::uint8_t>(set_address));
      write(data, static_cast<std::uint8_t>(set_address));
      command(static_cast<std::uint8_t>(set_address));
      EXPECT_EQ(read(data), set_address);
    }
  }
}

}  // namespace
}  // namespace pinbridge::parts
