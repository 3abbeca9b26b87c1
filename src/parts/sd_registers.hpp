#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pinbridge::parts {

/// The check sum of commands and registers of SD cards: polynomial x⁷ + x³ + 1, in the upper seven
/// bits, with the end bit below them.
std::uint8_t sd_crc7(std::span<const std::uint8_t> bytes);
/// The check sum of data blocks: polynomial x¹⁶ + x¹² + x⁵ + 1.
std::uint16_t sd_crc16(std::span<const std::uint8_t> bytes);

// The registers of a card of standard capacity (SDSC, version 2.00), as they are sent.

/// CSD: the card's capacity and times. `block_count` is a multiple of 512, at most 2,097,152.
std::array<std::uint8_t, 16> sd_csd(std::uint32_t block_count);
/// CID: who made the card.
std::array<std::uint8_t, 16> sd_cid();
/// SCR: the version, and what the card can do beyond it.
std::array<std::uint8_t, 8> sd_scr();
/// The status of function groups: each has its default function only.
std::array<std::uint8_t, 64> sd_switch_status();

}  // namespace pinbridge::parts
