#include "parts/sd_registers.hpp"

namespace pinbridge::parts {
namespace {

constexpr unsigned kByte = 8;

/// Sets the bits from `high` down to `low`, which are numbered as in the specification: the highest
/// is sent first.
template <std::size_t Size>
void put(std::array<std::uint8_t, Size>& bytes, unsigned high, unsigned low, std::uint32_t value) {
  for (unsigned bit = low; bit <= high; ++bit) {
    if (((value >> (bit - low)) & 1U) == 0) continue;
    std::uint8_t& byte = bytes[Size - 1 - bit / kByte];
    byte = static_cast<std::uint8_t>(byte | 1U << (bit % kByte));
  }
}

void sign(std::array<std::uint8_t, 16>& bytes) {
  bytes.back() = sd_crc7(std::span(bytes).first(bytes.size() - 1));
}

}  // namespace

std::uint8_t sd_crc7(std::span<const std::uint8_t> bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (unsigned bit = 0; bit < kByte; ++bit) {
      crc = (crc & 0x80U) != 0 ? (crc << 1U) ^ (0x09U << 1U) : crc << 1U;
    }
  }
  return static_cast<std::uint8_t>(crc | 1U);
}

std::uint16_t sd_crc16(std::span<const std::uint8_t> bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) {
    crc ^= unsigned{byte} << kByte;
    for (unsigned bit = 0; bit < kByte; ++bit) {
      crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
    }
  }
  return static_cast<std::uint16_t>(crc);
}

std::array<std::uint8_t, 16> sd_csd(std::uint32_t block_count) {
  constexpr std::uint32_t kSizeUnit = 512;  // blocks, with the multiplier below
  std::array<std::uint8_t, 16> csd{};
  put(csd, 119, 112, 0x26);  // access time: 1.5 ms
  put(csd, 103, 96, 0x32);   // 25 MHz
  put(csd, 95, 84, 0x535);   // classes: basic, blocks, erase, application, switch
  put(csd, 83, 80, 9);       // read blocks of 512 bytes
  put(csd, 73, 62, block_count / kSizeUnit - 1);
  put(csd, 49, 47, 7);  // the multiplier of the size: 512
  put(csd, 46, 46, 1);  // single blocks can be erased
  put(csd, 45, 39, 0x7F);
  put(csd, 28, 26, 2);  // writing takes four times as long as reading
  put(csd, 25, 22, 9);  // written blocks of 512 bytes
  sign(csd);
  return csd;
}

std::array<std::uint8_t, 16> sd_cid() {
  std::array<std::uint8_t, 16> cid{0, 'P', 'B', 'P', 'I', 'N', 'B', 'R'};
  put(cid, 63, 56, 0x10);  // revision 1.0
  put(cid, 55, 24, 1);     // serial number
  put(cid, 19, 12, 26);    // 2026
  put(cid, 11, 8, 1);      // January
  sign(cid);
  return cid;
}

std::array<std::uint8_t, 8> sd_scr() {
  std::array<std::uint8_t, 8> scr{};
  put(scr, 59, 56, 2);  // version 2.00
  put(scr, 50, 48, 5);  // widths of the bus of SD mode: 1 and 4
  return scr;
}

std::array<std::uint8_t, 64> sd_switch_status() {
  std::array<std::uint8_t, 64> status{};
  constexpr unsigned kGroups = 6;
  put(status, 511, 496, 100);  // mA
  for (unsigned group = 0; group < kGroups; ++group) {
    put(status, 415 + group * 16, 400 + group * 16, 1);
  }
  return status;
}

}  // namespace pinbridge::parts
