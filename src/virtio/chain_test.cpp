#include "virtio/chain.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pinbridge::virtio {
namespace {

/// "abc", "", "defgh"
class ChainTest : public ::testing::Test {
 protected:
  static Segment segment(std::string& text) {
    return std::as_writable_bytes(std::span(text.data(), text.size()));
  }
  std::string copied(std::size_t room) {
    std::string to(room, '.');
    const std::size_t count = copy_out(segments_, segment(to));
    return to.substr(0, count);
  }

  std::string first_ = "abc";
  std::string empty_;
  std::string last_ = "defgh";
  std::vector<Segment> segments_{segment(first_), segment(empty_), segment(last_)};
};

TEST_F(ChainTest, ItsSizeIsThatOfAllPieces) {
  EXPECT_EQ(size_of(segments_), 8U);
  EXPECT_EQ(size_of({}), 0U);
}

TEST_F(ChainTest, CopyingOutGoesOnUntilThereIsNoRoomOrNoMore) {
  EXPECT_EQ(copied(0), "");
  EXPECT_EQ(copied(2), "ab");
  EXPECT_EQ(copied(3), "abc");
  EXPECT_EQ(copied(5), "abcde");
  EXPECT_EQ(copied(20), "abcdefgh");
}

TEST_F(ChainTest, CopyingInStartsAnywhereAndStopsAtTheEnd) {
  std::string text = "XYZ";
  EXPECT_EQ(copy_in(segments_, 2, segment(text)), 3U);
  EXPECT_EQ(first_ + last_, "abXYZfgh");
  EXPECT_EQ(copy_in(segments_, 7, segment(text)), 1U);
  EXPECT_EQ(first_ + last_, "abXYZfgX");
  EXPECT_EQ(copy_in(segments_, 8, segment(text)), 0U);
  EXPECT_EQ(copy_in(segments_, 0, {}), 0U);
}

}  // namespace
}  // namespace pinbridge::virtio
