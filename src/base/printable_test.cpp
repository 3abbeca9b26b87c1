#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(Printable, LeavesTextOfAnyLanguageAsItIs) {
  for (const char* text : {"", "led1:A", "Größe 5 µF", "日本語", "😀", "a\\b\"c\"", "\u00a0"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesWhatATerminalObeys) {
  EXPECT_EQ(printable("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(printable("a\nwarning: forged\r\t\x7f"), "a\\x0awarning: forged\\x0d\\x09\\x7f");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printable("c\u009b31m"), "c\\u009b31m") << "the one-character CSI";
  EXPECT_EQ(printable("\u0085\u2028\u2029"), "\\u0085\\u2028\\u2029") << "line ends of Unicode";
}

TEST(Printable, EscapesWhatReordersText) {
  for (const auto& [text, shown] :
       {std::pair("\u202e", "\\u202e"), std::pair("\u2066", "\\u2066"),
        std::pair("\u200f", "\\u200f"), std::pair("\u061c", "\\u061c")}) {
    EXPECT_EQ(printable(std::string("led") + text + "1"), std::string("led") + shown + "1");
  }
}

TEST(Printable, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("\x9b"
                      "31m"),
            "\\x9b31m")
      << "CSI to a terminal of 8 bits";
  EXPECT_EQ(printable("\xc0\x9b"), "\\xc0\\x9b") << "overlong";
  EXPECT_EQ(printable("\xe2\x80"), "\\xe2\\x80") << "cut off";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(printable("\xf4\x90\x80\x80\xff"), "\\xf4\\x90\\x80\\x80\\xff");
}

TEST(PrintableLines, KeepsIndentedLinesAndEscapesEverythingElse) {
  EXPECT_EQ(printable_lines("wrong:\n  a\x1b[1m\n  b"), "wrong:\n  a\\x1b[1m\n  b");
  EXPECT_EQ(printable_lines("a\npinbridge: forged\n b\n"), "a\\x0apinbridge: forged\\x0a b\\x0a");
  EXPECT_EQ(printable_lines(""), "");
}

TEST(PrintableLines, ShortensEachLine) {
  const std::string lines = printable_lines(std::string(100'000, 'a') + "\n  short");
  EXPECT_LT(lines.size(), 2 * kLongestMessage);
  EXPECT_TRUE(lines.ends_with("a\n  short"));
}

TEST(Shortened, LeavesTextUpToTheLimitAsItIs) {
  const std::string text(kLongestMessage, 'a');
  EXPECT_EQ(shortened(text), text);
  EXPECT_EQ(shortened(""), "");
}

TEST(Shortened, KeepsBeginningAndEndAndCountsTheRest) {
  const std::string text = "begin" + std::string(1'000'000, 'x') + "end";
  const std::string shown = shortened(text, 100);
  EXPECT_LE(shown.size(), 100U);
  EXPECT_EQ(shown, "begin" + std::string(40, 'x') + "…(999948 bytes left out)…" +
                       std::string(12, 'x') + "end");
}

TEST(Shortened, KeepsCharactersWhole) {
  for (const std::string& character : {std::string("µ"), std::string("本"), std::string("😀")}) {
    for (std::size_t before = 0; before < 5; ++before) {
      std::string text(before, 'a');
      while (text.size() < 500) text += character;
      const std::string shown = shortened(text, 100);
      EXPECT_EQ(printable(shown), shown);
    }
  }
  EXPECT_LE(shortened(std::string(500, '\x80'), 100).size(), 100U) << "no character at all";
}

}  // namespace
}  // namespace pinbridge
