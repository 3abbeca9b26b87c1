#include "virtio/memory_table.hpp"

#include <array>
#include <limits>

#include <gtest/gtest.h>

namespace pinbridge::virtio {
namespace {

using Region = MemoryTable::Region;

constexpr std::uint64_t kLastAddress = std::numeric_limits<std::uint64_t>::max();

/// Nothing here looks into memory, so any addresses do.
class MemoryTableTest : public ::testing::Test {
 protected:
  MemoryTable table(std::vector<Region> regions) {
    return MemoryTable::make(std::move(regions)).value();
  }
  bool fits(std::vector<Region> regions) {
    return MemoryTable::make(std::move(regions)).has_value();
  }

  std::array<std::byte, 0x300> bytes_{};
  std::byte* const host_ = bytes_.data();
};

TEST_F(MemoryTableTest, AnEmptyOneKnowsNoAddress) {
  const MemoryTable none;
  EXPECT_TRUE(none.empty());
  EXPECT_TRUE(none.at_guest(0, 1).empty());
  EXPECT_EQ(none.whole_at_guest(0, 1), nullptr);
  EXPECT_EQ(none.whole_at_user(0, 1), nullptr);
}

TEST_F(MemoryTableTest, GuestAndUserAddressesAreTwoThings) {
  const auto memory = table({{0x1000, 0x100, 0x9000, host_}});
  EXPECT_EQ(memory.whole_at_guest(0x1010, 1), host_ + 0x10);
  EXPECT_EQ(memory.whole_at_user(0x9010, 1), host_ + 0x10);
  EXPECT_EQ(memory.whole_at_guest(0x9010, 1), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x1010, 1), nullptr);
}

TEST_F(MemoryTableTest, FirstAndLastByteAreInAndTheirNeighboursOut) {
  const auto memory = table({{0x1000, 0x100, 0x9000, host_}});
  EXPECT_EQ(memory.whole_at_guest(0x0fff, 1), nullptr);
  EXPECT_EQ(memory.whole_at_guest(0x1000, 0x100), host_);
  EXPECT_EQ(memory.whole_at_guest(0x10ff, 1), host_ + 0xff);
  EXPECT_EQ(memory.whole_at_guest(0x10ff, 2), nullptr);
  EXPECT_EQ(memory.whole_at_guest(0x1100, 1), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x8fff, 2), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x9000, 0x101), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x90ff, 1), host_ + 0xff);
}

TEST_F(MemoryTableTest, SizesThatWrapAreNotInIt) {
  const auto memory = table({{0x1000, 0x100, 0x9000, host_}});
  EXPECT_EQ(memory.whole_at_guest(0x1010, kLastAddress), nullptr);
  EXPECT_EQ(memory.whole_at_guest(0x1010, kLastAddress - 0x1000), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x9010, kLastAddress - 0x10), nullptr);
  EXPECT_EQ(memory.whole_at_guest(kLastAddress, 0x2000), nullptr);
  EXPECT_EQ(memory.whole_at_user(kLastAddress, 0x9010), nullptr);
}

TEST_F(MemoryTableTest, AtGuestEndsWhereTheRegionDoes) {
  const auto memory = table({{0x1000, 0x100, 0x9000, host_}});
  EXPECT_EQ(memory.at_guest(0x10f0, 0x20).size(), 0x10U);
  EXPECT_EQ(memory.at_guest(0x10f0, kLastAddress).size(), 0x10U);
  EXPECT_EQ(memory.at_guest(0x10f0, 0).size(), 0U);
}

TEST_F(MemoryTableTest, NoPlaceIsWholeAcrossTwoRegions) {
  const auto memory =
      table({{0x1000, 0x100, 0x9000, host_}, {0x1100, 0x100, 0x9100, host_ + 0x200}});
  EXPECT_EQ(memory.whole_at_guest(0x10ff, 2), nullptr);
  EXPECT_EQ(memory.whole_at_user(0x90ff, 2), nullptr);
  EXPECT_EQ(memory.whole_at_guest(0x1100, 2), host_ + 0x200);
}

TEST_F(MemoryTableTest, ARegionMayReachUpToTheLastAddressButNotWrap) {
  EXPECT_TRUE(fits({{kLastAddress - 0xff, 0xff, 0, host_}}));
  EXPECT_FALSE(fits({{kLastAddress - 0xfe, 0x100, 0, host_}}));
  EXPECT_FALSE(fits({{0, 0x100, kLastAddress - 0xfe, host_}}));
  EXPECT_FALSE(fits({{1, kLastAddress, 0, host_}}));
}

TEST_F(MemoryTableTest, ARegionWithoutSizeIsRefused) {
  EXPECT_FALSE(fits({{0x1000, 0, 0x9000, host_}}));
}

TEST_F(MemoryTableTest, OverlappingRegionsAreRefusedAndNeighboursAreNot) {
  const Region first{0x1000, 0x100, 0x9000, host_};
  EXPECT_TRUE(fits({first, {0x1100, 0x100, 0x9100, host_}}));
  EXPECT_TRUE(fits({first, {0x0f00, 0x100, 0x8f00, host_}}));
  EXPECT_FALSE(fits({first, {0x10ff, 0x100, 0xa000, host_}})) << "guest addresses";
  EXPECT_FALSE(fits({first, {0x2000, 0x100, 0x90ff, host_}})) << "user addresses";
  EXPECT_FALSE(fits({first, {0x1010, 0x10, 0xa000, host_}})) << "one inside the other";
  EXPECT_FALSE(fits({first, {0x0000, 0x8000, 0xa000, host_}})) << "and the other way round";
  EXPECT_FALSE(fits({first, {0x5000, 0x10, 0xa000, host_}, first})) << "the same twice";
}

}  // namespace
}  // namespace pinbridge::virtio
