#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace pinbridge::parts {

/// The blocks of a memory card. Only blocks that are not all zeros take memory, so that a card
/// costs little until it is written.
class SdStorage {
 public:
  static constexpr std::size_t kBlockSize = 512;
  using Block = std::array<std::uint8_t, kBlockSize>;

  explicit SdStorage(std::uint32_t block_count) : block_count_(block_count) {}

  std::uint32_t block_count() const { return block_count_; }
  /// `block` is less than block_count().
  const Block& read(std::uint32_t block) const;
  void write(std::uint32_t block, const Block& content);
  /// Fills the blocks from `first` up to and including `last` with zeros.
  void erase(std::uint32_t first, std::uint32_t last);
  /// How many blocks take memory.
  std::size_t used_blocks() const { return blocks_.size(); }

 private:
  std::uint32_t block_count_;
  std::unordered_map<std::uint32_t, Block> blocks_;
};

/// Writes a partition table and an empty FAT16 file system of one partition, as cards are sold.
/// A card of 8 to 64 MiB.
void format_card(SdStorage& storage);

}  // namespace pinbridge::parts
