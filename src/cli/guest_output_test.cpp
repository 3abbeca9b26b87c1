#include "cli/guest_output.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace pinbridge::cli {
namespace {

class GuestOutputTest : public ::testing::Test {
 protected:
  void print(std::string_view text) {
    ASSERT_EQ(::write(output_.write_end(), text.data(), text.size()), std::ssize(text));
    EXPECT_TRUE(output_.drain());
  }

  EventLoop loop_;
  std::string taken_;
  GuestOutput output_{loop_, *make_pipe(), [this](std::string_view piece) { taken_ += piece; }};
};

TEST_F(GuestOutputTest, IsGivenInPiecesAndKept) {
  print("booting\r\n");
  print("guest ready\n");
  EXPECT_EQ(taken_, "booting\r\nguest ready\n");
  EXPECT_EQ(output_.text(), taken_);
}

TEST_F(GuestOutputTest, HasALastLineThatIsNotEmpty) {
  EXPECT_EQ(output_.last_line(), "");
  print("\n");
  EXPECT_EQ(output_.last_line(), "");
  print("first");
  EXPECT_EQ(output_.last_line(), "first");
  print(" line\nsecond\r\n\n");
  EXPECT_EQ(output_.last_line(), "second");
}

TEST_F(GuestOutputTest, EndsWhenQemuHasClosedItsEnd) {
  print("x");
  output_.hand_over();
  EXPECT_FALSE(output_.drain());
}

TEST_F(GuestOutputTest, KeepsTheEndOfALongOutput) {
  for (int i = 0; i < 100; ++i) print(std::string(1U << 15U, static_cast<char>('a' + i % 26)));
  EXPECT_GE(output_.text().size(), GuestOutput::kMostKept);
  EXPECT_LE(output_.text().size(), 2 * GuestOutput::kMostKept);
  EXPECT_EQ(output_.text().back(), 'a' + 99 % 26);
}

}  // namespace
}  // namespace pinbridge::cli
