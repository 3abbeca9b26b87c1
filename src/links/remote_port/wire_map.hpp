#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/strong_id.hpp"

namespace pinbridge::remote_port {

/// Consecutive lines of a chip, and the Remote-Port devices of QEMU that carry them. Wire n of a
/// device is line first + n.
struct Bank {
  std::uint16_t first = 0;
  std::uint16_t count = 0;
  std::optional<std::uint32_t> to_qemu = {};    ///< the device of the guest's inputs
  std::optional<std::uint32_t> from_qemu = {};  ///< the device of its outputs
  /// Wires from `count` on enable the outputs. Without them, a line is an output as soon as QEMU
  /// has sent a level for it.
  bool has_enables = false;
};

/// The lines of one of Xilinx's machines.
struct WireMap {
  std::uint16_t lines = 0;
  std::span<const Bank> banks = {};

  /// The bank of a line that is less than `lines`.
  const Bank& bank_of(LineOffset line) const;
  /// nullptr if QEMU sends no lines of the board by this device.
  const Bank* bank_from(std::uint32_t device) const;
};

/// ZynqMP, with the numbers of Linux's gpiochip: MIO 0 to 77, EMIO 78 to 173; then the sixteen
/// interrupts from the PL to the PS, 174 to 189.
extern const WireMap kZynqMp;

/// Zynq-7000: the twenty interrupts from the PL to the PS, 0 to 19; then the seventeen wires from
/// the PS to the PL, 20 to 36.
extern const WireMap kZynq7000;

}  // namespace pinbridge::remote_port
