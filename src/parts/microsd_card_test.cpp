#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts/sd_registers.hpp"
#include "parts/testing/part_checks.hpp"
#include "parts/testing/spi_controller.hpp"

namespace pinbridge::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr int kBlocks = 8 * 2048;

/// A card, and a driver that does what Linux's mmc_spi and the usual libraries do.
class MicroSdCardTest : public ::testing::Test {
 protected:
  /// Sends a command; returns its response of so many bytes after the bytes of rest, or nothing.
  std::vector<int> command(unsigned index, std::uint32_t argument = 0, std::size_t size = 1) {
    std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(0x40U | index)};
    for (unsigned shift = 32; shift > 0; shift -= 8) {
      bytes.push_back(static_cast<std::uint8_t>(argument >> (shift - 8)));
    }
    bytes.push_back(static_cast<std::uint8_t>(parts::sd_crc7(bytes) ^ wrong_bits_));
    bus_.select(true);
    bus_.exchange(bytes);
    return response(size);
  }
  std::vector<int> response(std::size_t size) {
    for (int i = 0; i < 8; ++i) {
      const int first = bus_.exchange(0xFF);
      if ((first & 0x80) != 0) continue;
      std::vector<int> bytes{first};
      while (bytes.size() < size) bytes.push_back(bus_.exchange(0xFF));
      return bytes;
    }
    return {};
  }
  std::vector<int> application(unsigned index, std::uint32_t argument = 0, std::size_t size = 1) {
    command(55);
    return command(index, argument, size);
  }
  void initialize() {
    command(0);
    for (int i = 0; i < 3 && application(41) != std::vector<int>{0}; ++i) continue;
  }

  /// Awaits a block and checks its check sum; returns the token alone if that is not the start of
  /// one.
  std::vector<int> read_block(std::size_t size = 512) {
    int token = 0xFF;
    for (int i = 0; i < 8 && token == 0xFF; ++i) token = bus_.exchange(0xFF);
    if (token != 0xFE) return {token};
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t& byte : bytes) byte = bus_.exchange(0xFF);
    const int high = bus_.exchange(0xFF);
    EXPECT_EQ(high << 8 | bus_.exchange(0xFF), parts::sd_crc16(bytes));
    return {bytes.begin(), bytes.end()};
  }
  /// Sends a block; returns the answer.
  int write_block(std::uint8_t token, std::uint8_t fill, unsigned wrong_bits = 0) {
    const std::vector<std::uint8_t> bytes(512, fill);
    bus_.exchange(token);
    bus_.exchange(bytes);
    const unsigned check = parts::sd_crc16(bytes) ^ wrong_bits;
    bus_.exchange(static_cast<std::uint8_t>(check >> 8U));
    bus_.exchange(static_cast<std::uint8_t>(check));
    const int answer = bus_.exchange(0xFF);
    wait_while_busy();
    return answer & 0x1F;
  }
  void wait_while_busy() {
    for (int i = 0; i < 8; ++i) {
      if (bus_.exchange(0xFF) == 0xFF) return;
    }
    ADD_FAILURE() << "the card remains busy";
  }

  PartBench bench_{{{"sd", "wokwi-microsd-card", {}}}, {}};
  SpiController bus_{bench_, {"sd:CS", "sd:SCK", "sd:DI", "sd:DO"}};
  unsigned wrong_bits_ = 0;
};

TEST_F(MicroSdCardTest, InitializesAsInTheSpecification) {
  EXPECT_THAT(command(8, 0x1AA, 5), SizeIs(0)) << "before it is reset into SPI mode";
  EXPECT_THAT(command(0), ElementsAre(0x01));
  EXPECT_THAT(command(8, 0x1AA, 5), ElementsAre(0x01, 0, 0, 0x01, 0xAA));
  EXPECT_THAT(command(17), ElementsAre(0x05)) << "not before it is initialised";
  EXPECT_THAT(command(58, 0, 5), ElementsAre(0x01, 0x00, 0xFF, 0x80, 0x00));
  EXPECT_THAT(application(41, 0x40000000), ElementsAre(0x01));
  EXPECT_THAT(application(41, 0x40000000), ElementsAre(0x00));
  EXPECT_THAT(command(58, 0, 5), ElementsAre(0x00, 0x80, 0xFF, 0x80, 0x00));
}

TEST_F(MicroSdCardTest, RegistersAreSentAsBlocks) {
  initialize();
  command(9);
  const auto csd = parts::sd_csd(kBlocks);
  EXPECT_EQ(read_block(16), std::vector<int>(csd.begin(), csd.end()));
  command(10);
  EXPECT_THAT(read_block(16), AllOf(SizeIs(16), ::testing::Contains('P')));
  application(51);
  EXPECT_THAT(read_block(8), ElementsAre(2, 5, 0, 0, 0, 0, 0, 0));
  command(6, 0x00FFFFF1);
  EXPECT_THAT(read_block(64), SizeIs(64));
  EXPECT_THAT(application(13, 0, 2), ElementsAre(0, 0));
  EXPECT_THAT(read_block(64), AllOf(SizeIs(64), Each(0)));
}

TEST_F(MicroSdCardTest, ABlockIsReadAsItWasWritten) {
  initialize();
  EXPECT_THAT(command(24, 100 * 512), ElementsAre(0));
  EXPECT_EQ(write_block(0xFE, 0xA7), 0x05);
  EXPECT_THAT(command(17, 100 * 512), ElementsAre(0));
  EXPECT_THAT(read_block(), AllOf(SizeIs(512), Each(0xA7)));
  EXPECT_THAT(command(17, 101 * 512), ElementsAre(0));
  EXPECT_THAT(read_block(), Each(0));
  EXPECT_EQ(bench_.value("sd", "written"), "1");
  EXPECT_EQ(bench_.value("sd", "read"), "2");
}

TEST_F(MicroSdCardTest, BlocksInARowAreReadUntilAStop) {
  initialize();
  command(18, 0);
  EXPECT_EQ(read_block()[510], 0x55);
  EXPECT_THAT(read_block(), Each(0));
  EXPECT_THAT(read_block(), SizeIs(512));
  command(12);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bus_.exchange(0xFF), 0xFF);
}

TEST_F(MicroSdCardTest, BlocksInARowAreWrittenUntilTheirEnd) {
  initialize();
  application(23, 2);
  command(25, 200 * 512);
  EXPECT_EQ(write_block(0xFC, 1), 0x05);
  EXPECT_EQ(write_block(0xFC, 2), 0x05);
  bus_.exchange(0xFD);
  bus_.exchange(0xFF);
  wait_while_busy();
  EXPECT_THAT(application(22), ElementsAre(0));
  EXPECT_THAT(read_block(4), ElementsAre(0, 0, 0, 2));
  command(17, 201 * 512);
  EXPECT_THAT(read_block(), Each(2));
}

TEST_F(MicroSdCardTest, TransfersEndAtTheEndOfTheCard) {
  initialize();
  EXPECT_THAT(command(17, kBlocks * 512), ElementsAre(0x40));
  EXPECT_THAT(command(24, 0xFFFFFE00), ElementsAre(0x40));
  EXPECT_THAT(command(17, 1), ElementsAre(0x20)) << "not the start of a block";
  command(18, (kBlocks - 1) * 512);
  EXPECT_THAT(read_block(), SizeIs(512));
  EXPECT_THAT(read_block(), ElementsAre(0x08)) << "out of range";
  command(12);
  command(25, (kBlocks - 1) * 512);
  EXPECT_EQ(write_block(0xFC, 1), 0x05);
  EXPECT_EQ(write_block(0xFC, 1), 0x0D);
}

TEST_F(MicroSdCardTest, CheckSumsAreCheckedOnceTheyAreTurnedOn) {
  wrong_bits_ = 2;
  EXPECT_THAT(command(0), SizeIs(0)) << "not yet in SPI mode";
  wrong_bits_ = 0;
  initialize();
  wrong_bits_ = 2;
  EXPECT_THAT(command(13, 0, 2), ElementsAre(0, 0));
  command(24, 0);
  EXPECT_EQ(write_block(0xFE, 1, 0x8000), 0x05);
  wrong_bits_ = 0;
  command(59, 1);
  command(24, 0);
  EXPECT_EQ(write_block(0xFE, 2, 0x8000), 0x0B);
  command(17, 0);
  EXPECT_THAT(read_block(), Each(1));
  wrong_bits_ = 2;
  EXPECT_THAT(command(17, 0), ElementsAre(0x08));
}

TEST_F(MicroSdCardTest, ARangeIsErased) {
  initialize();
  command(24, 5 * 512);
  write_block(0xFE, 9);
  command(32, 5 * 512);
  command(33, 6 * 512);
  EXPECT_THAT(command(38), ElementsAre(0));
  wait_while_busy();
  command(17, 5 * 512);
  EXPECT_THAT(read_block(), Each(0));
  command(33, 1 * 512);
  EXPECT_THAT(command(38), ElementsAre(0x40)) << "ends before it begins";
}

TEST_F(MicroSdCardTest, UnknownCommandsAreRefusedAndOthersFollow) {
  initialize();
  for (const unsigned index : {2U, 5U, 23U, 42U, 63U}) {
    EXPECT_THAT(command(index), ElementsAre(0x04));
    EXPECT_THAT(application(index == 42 ? 1 : index == 23 ? 3 : index), ElementsAre(0x04));
  }
  EXPECT_THAT(command(16, 512), ElementsAre(0));
  EXPECT_THAT(command(16, 1024), ElementsAre(0x40));
  EXPECT_THAT(command(13, 0, 2), ElementsAre(0, 0));
}

TEST_F(MicroSdCardTest, ACommandInsteadOfABlockIsACommand) {
  initialize();
  command(24, 0);
  EXPECT_THAT(command(13, 0, 2), ElementsAre(0, 0));
  command(17, 0);
  EXPECT_EQ(read_block()[511], 0xAA);
}

TEST_F(MicroSdCardTest, WithoutTheCardNothingAnswersAndCdIsLow) {
  bench_.drive("sd:GND", supply(false));
  EXPECT_EQ(bench_.level("sd:CD"), Level::highz);
  initialize();
  bus_.select(false);
  EXPECT_EQ(bench_.level("sd:DO"), Level::highz);
  EXPECT_TRUE(bench_.control("sd", "card", 0));
  EXPECT_EQ(bench_.level("sd:CD"), Level::low);
  bus_.select(true);
  EXPECT_EQ(bench_.level("sd:DO"), Level::highz);
  bus_.select(false);
  EXPECT_TRUE(bench_.control("sd", "card", 1));
  EXPECT_EQ(bench_.level("sd:CD"), Level::highz);
  EXPECT_THAT(command(13, 0, 2), SizeIs(0)) << "it has to be initialised again";
  initialize();
  command(17, 0);
  EXPECT_EQ(read_block()[511], 0xAA);
  EXPECT_FALSE(bench_.control("sd", "card", 2));
}

TEST(MicroSdCard, OddCapacitiesAreReported) {
  for (const char* size : {"7", "65", "-1", "1e9", "8 MB"}) {
    EXPECT_THAT(problems_of("wokwi-microsd-card", {{"megabytes", size}}),
                ElementsAre(StartsWith("megabytes: ")));
  }
}

}  // namespace
}  // namespace pinbridge::testing
