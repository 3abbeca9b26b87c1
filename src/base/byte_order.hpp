#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pinbridge {

using Bytes = std::vector<std::byte>;

/// Appends numbers to bytes, each in this byte order.
template <std::endian Order>
class NumberWriter {
 public:
  explicit NumberWriter(Bytes& bytes) : bytes_(bytes) {}

  NumberWriter& u8(unsigned value) { return number(value, 1); }
  NumberWriter& u16(unsigned value) { return number(value, 2); }
  NumberWriter& u32(std::uint32_t value) { return number(value, 4); }
  NumberWriter& u64(std::uint64_t value) { return number(value, 8); }
  NumberWriter& bytes(std::span<const std::byte> more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
    return *this;
  }
  /// The text in exactly `size` bytes: cut, or filled with zeros.
  NumberWriter& text(std::string_view text, std::size_t size) {
    const auto taken = std::as_bytes(std::span(text)).first(std::min(text.size(), size));
    return bytes(taken).fill(size - taken.size(), 0);
  }
  NumberWriter& fill(std::size_t count, unsigned value) {
    bytes_.insert(bytes_.end(), count, std::byte(value));
    return *this;
  }

 private:
  NumberWriter& number(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned place = Order == std::endian::little ? i : size - 1 - i;
      bytes_.push_back(std::byte(value >> (8 * place) & 0xffU));
    }
    return *this;
  }

  Bytes& bytes_;
};

/// Reads such numbers from bytes of a peer. After the end they are 0, and ok() is false.
template <std::endian Order>
class NumberReader {
 public:
  explicit NumberReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }

  /// Whether all numbers that were read existed.
  bool ok() const { return ok_; }
  std::span<const std::byte> rest() const { return rest_; }

 private:
  std::uint64_t number(std::size_t size) {
    ok_ = ok_ && rest_.size() >= size;
    if (!ok_) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t place = Order == std::endian::little ? i : size - 1 - i;
      value |= std::to_integer<std::uint64_t>(rest_[i]) << (8 * place);
    }
    rest_ = rest_.subspan(size);
    return value;
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

using LittleEndianWriter = NumberWriter<std::endian::little>;
using LittleEndianReader = NumberReader<std::endian::little>;
using BigEndianWriter = NumberWriter<std::endian::big>;
using BigEndianReader = NumberReader<std::endian::big>;

}  // namespace pinbridge
