#include "parts/sd_storage.hpp"

#include <algorithm>
#include <string_view>

namespace pinbridge::parts {
namespace {

const SdStorage::Block kZeros{};

constexpr std::uint32_t kBlockBytes = SdStorage::kBlockSize;
constexpr std::uint32_t kPartitionStart = 64;
constexpr std::uint32_t kReserved = 1;
constexpr std::uint32_t kFats = 2;
constexpr std::uint32_t kRootEntries = 512;
constexpr std::uint8_t kFixedDisk = 0xF8;
constexpr std::uint8_t kFat16 = 0x06;

void put16(SdStorage::Block& block, std::size_t at, std::uint32_t value) {
  block[at] = static_cast<std::uint8_t>(value);
  block[at + 1] = static_cast<std::uint8_t>(value >> 8U);
}
void put32(SdStorage::Block& block, std::size_t at, std::uint32_t value) {
  put16(block, at, value);
  put16(block, at + 2, value >> 16U);
}
void put_text(SdStorage::Block& block, std::size_t at, std::string_view text) {
  std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(at));
}
void sign(SdStorage::Block& block) {
  put16(block, SdStorage::kBlockSize - 2, 0xAA55);
}

SdStorage::Block partition_table(std::uint32_t partition_blocks) {
  constexpr std::size_t kEntry = 446;
  SdStorage::Block block{};
  block[kEntry + 4] = kFat16;
  // Addresses of cylinders are given as too large: all use the numbers of blocks.
  for (const std::size_t at : {kEntry + 1, kEntry + 5}) {
    block[at] = 0xFE;
    block[at + 1] = block[at + 2] = 0xFF;
  }
  put32(block, kEntry + 8, kPartitionStart);
  put32(block, kEntry + 12, partition_blocks);
  sign(block);
  return block;
}

/// A FAT16 has 4085 to 65,524 clusters.
std::uint32_t blocks_per_cluster(std::uint32_t partition_blocks) {
  constexpr std::uint32_t kMostClusters = 32'768;
  std::uint32_t blocks = 1;
  while (partition_blocks / blocks > kMostClusters) blocks *= 2;
  return blocks;
}

SdStorage::Block boot_block(std::uint32_t partition_blocks, std::uint32_t fat_blocks) {
  SdStorage::Block block{};
  block[0] = 0xEB;  // a jump, as systems expect it
  block[1] = 0x3C;
  block[2] = 0x90;
  put_text(block, 3, "MSDOS5.0");
  put16(block, 11, kBlockBytes);
  block[13] = static_cast<std::uint8_t>(blocks_per_cluster(partition_blocks));
  put16(block, 14, kReserved);
  block[16] = kFats;
  put16(block, 17, kRootEntries);
  if (partition_blocks <= 0xFFFF) put16(block, 19, partition_blocks);
  block[21] = kFixedDisk;
  put16(block, 22, fat_blocks);
  put16(block, 24, 63);   // blocks a track
  put16(block, 26, 255);  // heads
  put32(block, 28, kPartitionStart);
  if (partition_blocks > 0xFFFF) put32(block, 32, partition_blocks);
  block[36] = 0x80;
  block[38] = 0x29;  // a serial number, a label and a type follow
  put32(block, 39, 0x50696E62);
  put_text(block, 43, "PINBRIDGE  ");
  put_text(block, 54, "FAT16   ");
  sign(block);
  return block;
}

}  // namespace

const SdStorage::Block& SdStorage::read(std::uint32_t block) const {
  const auto found = blocks_.find(block);
  return found == blocks_.end() ? kZeros : found->second;
}

void SdStorage::write(std::uint32_t block, const Block& content) {
  if (content == kZeros) {
    blocks_.erase(block);
  } else {
    blocks_[block] = content;
  }
}

void SdStorage::erase(std::uint32_t first, std::uint32_t last) {
  std::erase_if(blocks_,
                [=](const auto& entry) { return entry.first >= first && entry.first <= last; });
}

void format_card(SdStorage& storage) {
  constexpr std::uint32_t kBytesOfAnEntry = 2;
  const std::uint32_t blocks = storage.block_count() - kPartitionStart;
  // Two entries belong to no cluster. It may be one block more than necessary.
  const std::uint32_t fat_blocks =
      (blocks / blocks_per_cluster(blocks) + 2) * kBytesOfAnEntry / kBlockBytes + 1;
  storage.write(0, partition_table(blocks));
  storage.write(kPartitionStart, boot_block(blocks, fat_blocks));
  SdStorage::Block fat{};
  put16(fat, 0, 0xFF00U | kFixedDisk);
  put16(fat, 2, 0xFFFF);
  for (std::uint32_t i = 0; i < kFats; ++i) {
    storage.write(kPartitionStart + kReserved + i * fat_blocks, fat);
  }
}

}  // namespace pinbridge::parts
