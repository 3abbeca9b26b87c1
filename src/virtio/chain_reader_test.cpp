#include "virtio/chain_reader.hpp"

#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "virtio/testing/guest_ram.hpp"

namespace pinbridge::virtio {
namespace {

using testing::GuestRam;
using ::testing::HasSubstr;
using wire::virtq_desc;
using wire::VIRTQ_DESC_F_INDIRECT;
using wire::VIRTQ_DESC_F_NEXT;
using wire::VIRTQ_DESC_F_WRITE;

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kData = GuestRam::kGuest + kPage;
constexpr std::uint16_t kReadNext = VIRTQ_DESC_F_NEXT;
constexpr std::uint16_t kWriteNext = VIRTQ_DESC_F_NEXT | VIRTQ_DESC_F_WRITE;

/// A page of descriptors, and two more that border on each other in the guest only.
class ChainReaderTest : public ::testing::Test {
 protected:
  void start(std::uint16_t size = 8, bool indirect = true) {
    reader_.start(ram_.table(), ram_.host(), {size, indirect});
  }
  void put(std::size_t index, virtq_desc descriptor) {
    std::memcpy(ram_.host() + index * sizeof descriptor, &descriptor, sizeof descriptor);
  }
  /// In an indirect table that lies in the second page.
  void put_indirect(std::size_t index, virtq_desc descriptor) {
    std::memcpy(ram_.host(1) + index * sizeof descriptor, &descriptor, sizeof descriptor);
  }
  std::string error(std::uint16_t head = 0) {
    const auto chain = reader_.read(ChainHead(head));
    return chain ? "none" : chain.error().message;
  }

  GuestRam ram_{{kPage, kPage, kPage}};
  ChainReader reader_;
};

TEST_F(ChainReaderTest, AChainIsWhatIsReadAndThenWhatIsWritten) {
  start();
  put(3, {kData, 8, kReadNext, 7});
  put(7, {kData + 100, 2, VIRTQ_DESC_F_WRITE, 0});
  const auto chain = reader_.read(ChainHead(3));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->head, ChainHead(3));
  ASSERT_EQ(chain->readable.size(), 1U);
  EXPECT_EQ(chain->readable[0].data(), ram_.host(1));
  EXPECT_EQ(chain->readable[0].size(), 8U);
  ASSERT_EQ(chain->writable.size(), 1U);
  EXPECT_EQ(chain->writable[0].data(), ram_.host(1) + 100);
  EXPECT_EQ(chain->writable[0].size(), 2U);
}

TEST_F(ChainReaderTest, EitherPartMayBeMissing) {
  start();
  put(0, {kData, 8, 0, 0});
  EXPECT_TRUE(reader_.read(ChainHead(0)).value().writable.empty());
  put(0, {kData, 8, VIRTQ_DESC_F_WRITE, 0});
  EXPECT_TRUE(reader_.read(ChainHead(0)).value().readable.empty());
}

TEST_F(ChainReaderTest, AnIndirectTableIsFollowed) {
  start();
  put(0, {kData, 32, VIRTQ_DESC_F_INDIRECT, 0});
  put_indirect(0, {kData + 64, 8, kReadNext, 1});
  put_indirect(1, {kData + 80, 2, VIRTQ_DESC_F_WRITE, 0});
  const auto chain = reader_.read(ChainHead(0));
  ASSERT_TRUE(chain);
  EXPECT_EQ(size_of(chain->readable), 8U);
  EXPECT_EQ(size_of(chain->writable), 2U);
}

// virtio 1.3, 2.7.5.3.1 lets a chain have both: first plain descriptors, then a table.
TEST_F(ChainReaderTest, AnIndirectTableMayEndAChain) {
  start();
  put(0, {kData + 64, 8, kReadNext, 1});
  put(1, {kData, 16, VIRTQ_DESC_F_INDIRECT, 0});
  put_indirect(0, {kData + 80, 2, VIRTQ_DESC_F_WRITE, 0});
  const auto chain = reader_.read(ChainHead(0));
  ASSERT_TRUE(chain);
  EXPECT_EQ(size_of(chain->readable), 8U);
  EXPECT_EQ(size_of(chain->writable), 2U);
}

TEST_F(ChainReaderTest, TheWriteFlagOfAnIndirectDescriptorIsIgnored) {
  start();
  put(0, {kData, 16, VIRTQ_DESC_F_INDIRECT | VIRTQ_DESC_F_WRITE, 0});
  put_indirect(0, {kData + 64, 8, 0, 0});
  EXPECT_EQ(size_of(reader_.read(ChainHead(0)).value().readable), 8U);
}

TEST_F(ChainReaderTest, ABufferAcrossTwoRegionsIsTwoPieces) {
  start();
  put(0, {kData + kPage - 3, 8, 0, 0});
  const auto chain = reader_.read(ChainHead(0));
  ASSERT_TRUE(chain);
  ASSERT_EQ(chain->readable.size(), 2U);
  EXPECT_EQ(chain->readable[0].data(), ram_.host(1) + kPage - 3);
  EXPECT_EQ(chain->readable[0].size(), 3U);
  EXPECT_EQ(chain->readable[1].data(), ram_.host(2));
  EXPECT_EQ(chain->readable[1].size(), 5U);
}

TEST_F(ChainReaderTest, AChainAsLongAsTheQueueIsRight) {
  start(4);
  for (std::uint16_t i = 0; i < 4; ++i) {
    put(i, {kData, 1, i < 3 ? kReadNext : std::uint16_t{0}, static_cast<std::uint16_t>(i + 1)});
  }
  EXPECT_EQ(reader_.read(ChainHead(0)).value().readable.size(), 4U);
}

TEST_F(ChainReaderTest, AHeadOutsideTheTableIsAnError) {
  start();
  EXPECT_THAT(error(8), HasSubstr("outside a table of 8"));
  EXPECT_THAT(error(0xffff), HasSubstr("outside a table of 8"));
}

TEST_F(ChainReaderTest, ANextOutsideTheTableIsAnError) {
  start();
  put(0, {kData, 8, kReadNext, 8});
  EXPECT_THAT(error(), HasSubstr("descriptor 8 is outside"));
  put(0, {kData, 16, VIRTQ_DESC_F_INDIRECT, 0});
  put_indirect(0, {kData, 8, kReadNext, 1});
  EXPECT_THAT(error(), HasSubstr("descriptor 1 is outside a table of 1"));
}

TEST_F(ChainReaderTest, ALoopIsAnError) {
  start();
  put(0, {kData, 1, kReadNext, 0});
  EXPECT_THAT(error(), HasSubstr("loop"));
  put(0, {kData, 1, kWriteNext, 1});
  put(1, {kData, 1, kWriteNext, 0});
  EXPECT_THAT(error(), HasSubstr("loop"));
}

TEST_F(ChainReaderTest, AnIndirectChainLongerThanTheQueueIsAnError) {
  start(4);
  put(0, {kData, 5 * 16, VIRTQ_DESC_F_INDIRECT, 0});
  for (std::uint16_t i = 0; i < 5; ++i) {
    put_indirect(
        i, {kData, 1, i < 4 ? kReadNext : std::uint16_t{0}, static_cast<std::uint16_t>(i + 1)});
  }
  EXPECT_THAT(error(), HasSubstr("longer than 4 descriptors"));
}

TEST_F(ChainReaderTest, ATableWithinATableIsAnError) {
  start();
  put(0, {kData, 32, VIRTQ_DESC_F_INDIRECT, 0});
  put_indirect(0, {kData, 32, VIRTQ_DESC_F_INDIRECT, 0});  // itself
  EXPECT_THAT(error(), HasSubstr("refers to an indirect table"));
}

TEST_F(ChainReaderTest, AnIndirectDescriptorWithANextOneIsAnError) {
  start();
  put(0, {kData, 16, VIRTQ_DESC_F_INDIRECT | VIRTQ_DESC_F_NEXT, 1});
  EXPECT_THAT(error(), HasSubstr("has a next one"));
}

TEST_F(ChainReaderTest, AnIndirectDescriptorThatWasNotNegotiatedIsAnError) {
  start(8, false);
  put(0, {kData, 16, VIRTQ_DESC_F_INDIRECT, 0});
  EXPECT_THAT(error(), HasSubstr("VIRTIO_F_INDIRECT_DESC"));
}

TEST_F(ChainReaderTest, AnIndirectTableOfBrokenSizeIsAnError) {
  start();
  for (const std::uint32_t size : {0, 1, 15, 17, 33}) {
    put(0, {kData, size, VIRTQ_DESC_F_INDIRECT, 0});
    EXPECT_THAT(error(), HasSubstr("a multiple of 16")) << size;
  }
}

TEST_F(ChainReaderTest, AnIndirectTableThatIsNotAllInOneRegionIsAnError) {
  start();
  for (const std::uint64_t address : {std::uint64_t{0}, GuestRam::kGuest - 16,
                                      GuestRam::kGuest + 3 * kPage - 16, kData + kPage - 16}) {
    put(0, {address, 32, VIRTQ_DESC_F_INDIRECT, 0});
    EXPECT_THAT(error(), HasSubstr("outside its memory")) << address;
  }
  put(0, {kData, 0xfffffff0, VIRTQ_DESC_F_INDIRECT, 0});
  EXPECT_THAT(error(), HasSubstr("outside its memory"));
}

TEST_F(ChainReaderTest, ABufferOutsideMemoryIsAnError) {
  start();
  const std::uint64_t end = GuestRam::kGuest + 3 * kPage;
  for (const std::uint64_t address :
       {std::uint64_t{0}, GuestRam::kGuest - 1, end - 1, end, ~std::uint64_t{0}}) {
    put(0, {address, 2, VIRTQ_DESC_F_WRITE, 0});
    EXPECT_THAT(error(), HasSubstr("outside its memory")) << address;
  }
  put(0, {kData, 0xffffffff, 0, 0});
  EXPECT_THAT(error(), HasSubstr("outside its memory"));
}

TEST_F(ChainReaderTest, ADescriptorOfNoBytesIsAnError) {
  start();
  put(0, {kData, 0, 0, 0});
  EXPECT_THAT(error(), HasSubstr("no bytes"));
}

TEST_F(ChainReaderTest, AReadableDescriptorBehindAWritableOneIsAnError) {
  start();
  put(0, {kData, 2, kWriteNext, 1});
  put(1, {kData, 8, 0, 0});
  EXPECT_THAT(error(), HasSubstr("to read behind one to write"));
}

TEST_F(ChainReaderTest, AfterAnErrorTheNextChainIsRead) {
  start();
  put(0, {kData, 1, kReadNext, 0});
  EXPECT_THAT(error(), HasSubstr("loop"));
  put(0, {kData, 8, kReadNext, 1});
  put(1, {kData, 2, VIRTQ_DESC_F_WRITE, 0});
  const auto chain = reader_.read(ChainHead(0));
  ASSERT_TRUE(chain);
  EXPECT_EQ(size_of(chain->readable), 8U);
  EXPECT_EQ(size_of(chain->writable), 2U);
}

// The memory is never touched, so any of that size will do.
TEST(ChainReaderOfGiants, AChainOfMoreThan4GiBIsAnError) {
  GuestRam ram({kPage});
  constexpr std::uint64_t kHuge = 0x1'0000'0000;
  const auto table = MemoryTable::make({{kHuge, kHuge, kHuge, ram.host()}}).value();
  ChainReader reader;
  reader.start(table, ram.host(), {4, false});
  const auto put = [&](std::size_t index, virtq_desc descriptor) {
    std::memcpy(ram.host() + index * sizeof descriptor, &descriptor, sizeof descriptor);
  };
  put(0, {kHuge, 0x80000000, kReadNext, 1});
  put(1, {kHuge, 0x80000000, 0, 0});
  EXPECT_EQ(size_of(reader.read(ChainHead(0)).value().readable), kHuge);
  put(1, {kHuge, 0x80000001, 0, 0});
  EXPECT_THAT(reader.read(ChainHead(0)).error().message, HasSubstr("more than 2^32 bytes"));
}

TEST_F(ChainReaderTest, AChainLongerThanAnyRequestNeedsIsAnErrorHoweverLongTheQueue) {
  start(256);
  const auto make = [this](std::uint16_t length) {
    for (std::uint16_t i = 0; i < length; ++i) {
      put(i, {kData, 1, i + 1 < length ? kReadNext : std::uint16_t{0},
              static_cast<std::uint16_t>(i + 1)});
    }
  };
  make(64);
  EXPECT_EQ(error(), "none");
  make(65);
  EXPECT_THAT(error(), HasSubstr("longer than 64 descriptors"));
}

}  // namespace
}  // namespace pinbridge::virtio
