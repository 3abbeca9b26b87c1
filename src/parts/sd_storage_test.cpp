#include "parts/sd_storage.hpp"

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

constexpr std::uint32_t kBlocksOfAMegabyte = 2048;

unsigned number(const SdStorage::Block& block, std::size_t at, std::size_t bytes) {
  unsigned value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8U | block[at + i];
  return value;
}

TEST(SdStorage, OnlyBlocksThatAreNotZeroTakeMemory) {
  SdStorage storage(100);
  EXPECT_EQ(storage.read(99), SdStorage::Block{});
  storage.write(99, {1, 2, 3});
  EXPECT_EQ(storage.read(99)[2], 3);
  EXPECT_EQ(storage.used_blocks(), 1U);
  storage.write(99, {});
  EXPECT_EQ(storage.used_blocks(), 0U);
}

TEST(SdStorage, ErasesARangeWithBothEnds) {
  SdStorage storage(10);
  for (std::uint32_t i = 0; i < 10; ++i) storage.write(i, {1});
  storage.erase(3, 5);
  EXPECT_EQ(storage.used_blocks(), 7U);
  EXPECT_EQ(storage.read(2)[0], 1);
  EXPECT_EQ(storage.read(3)[0], 0);
  EXPECT_EQ(storage.read(5)[0], 0);
  EXPECT_EQ(storage.read(6)[0], 1);
}

class FormatTest : public ::testing::TestWithParam<std::uint32_t> {};

// As the specification of FAT derives its type: by the number of clusters.
TEST_P(FormatTest, HasOnePartitionWithAFat16) {
  SdStorage storage(GetParam() * kBlocksOfAMegabyte);
  format_card(storage);
  const auto& table = storage.read(0);
  EXPECT_EQ(number(table, 510, 2), 0xAA55U);
  const unsigned start = number(table, 446 + 8, 4);
  const unsigned length = number(table, 446 + 12, 4);
  EXPECT_EQ(start + length, storage.block_count());

  const auto& boot = storage.read(start);
  const unsigned short_length = number(boot, 19, 2);
  EXPECT_EQ(short_length != 0 ? short_length : number(boot, 32, 4), length);
  const unsigned fat = number(boot, 22, 2);
  const unsigned data = length - number(boot, 14, 2) - boot[16] * fat - number(boot, 17, 2) / 16;
  const unsigned clusters = data / boot[13];
  EXPECT_GE(clusters, 4085U);
  EXPECT_LT(clusters, 65'525U);
  EXPECT_GE(fat * 256, clusters + 2) << "each cluster has its entry";
  EXPECT_EQ(number(storage.read(start + 1), 0, 4), 0xFFFFFFF8U);
  EXPECT_EQ(number(storage.read(start + 1 + fat), 0, 4), 0xFFFFFFF8U);
  EXPECT_EQ(storage.used_blocks(), 4U);
}

INSTANTIATE_TEST_SUITE_P(EachSize, FormatTest, ::testing::Values(8U, 16U, 17U, 32U, 33U, 64U));

}  // namespace
}  // namespace pinbridge::parts
