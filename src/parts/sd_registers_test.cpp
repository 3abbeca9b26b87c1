#include "parts/sd_registers.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace pinbridge::parts {
namespace {

TEST(SdRegisters, CommandsHaveTheCheckSumsOfTheSpecification) {
  EXPECT_EQ(sd_crc7(std::vector<std::uint8_t>{0x40, 0, 0, 0, 0}), 0x95);
  EXPECT_EQ(sd_crc7(std::vector<std::uint8_t>{0x48, 0, 0, 0x01, 0xAA}), 0x87);
  EXPECT_EQ(sd_crc7(std::vector<std::uint8_t>{0x51, 0, 0, 0, 0}), 0x55);
}

TEST(SdRegisters, ABlockOfOnesHasTheCheckSumOfTheSpecification) {
  EXPECT_EQ(sd_crc16(std::vector<std::uint8_t>(512, 0xFF)), 0x7FA1);
}

TEST(SdRegisters, TheCsdGivesTheCapacity) {
  const auto csd = sd_csd(8 * 2048);
  const unsigned size = (csd[6] & 0x03U) << 10U | csd[7] << 2U | csd[8] >> 6U;
  const unsigned multiplier = (csd[9] & 0x03U) << 1U | csd[10] >> 7U;
  EXPECT_EQ(csd[0] >> 6U, 0U) << "the structure of a card of standard capacity";
  EXPECT_EQ(csd[5] & 0x0FU, 9U) << "blocks of 512 bytes";
  EXPECT_EQ((size + 1) << (multiplier + 2), 8U * 2048);
}

}  // namespace
}  // namespace pinbridge::parts
