#include "links/remote_port/wire_map.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace pinbridge::remote_port {
namespace {

// The devices are those of the device trees that Xilinx's QEMU is started with.

constexpr Bank emio(std::uint16_t first, std::uint32_t device) {
  return {.first = first, .count = 32, .to_qemu = device, .from_qemu = device, .has_enables = true};
}

constexpr Bank kZynqMpBanks[] = {
    {.first = 0, .count = 78, .to_qemu = 19, .from_qemu = 20},
    emio(78, 16),
    emio(110, 17),
    emio(142, 18),
    {.first = 174, .count = 16, .to_qemu = 12},
};

constexpr Bank kZynq7000Banks[] = {
    {.first = 0, .count = 20, .to_qemu = 9},
    {.first = 20, .count = 17, .from_qemu = 10},
};

}  // namespace

const WireMap kZynqMp{.lines = 190, .banks = kZynqMpBanks};
const WireMap kZynq7000{.lines = 37, .banks = kZynq7000Banks};

const Bank& WireMap::bank_of(LineOffset line) const {
  const auto found = std::ranges::find_if(banks, [&](const Bank& bank) {
    return line.value() >= bank.first && line.value() < bank.first + bank.count;
  });
  PB_CHECK(found != banks.end());
  return *found;
}

const Bank* WireMap::bank_from(std::uint32_t device) const {
  const auto found = std::ranges::find(banks, std::optional(device), &Bank::from_qemu);
  return found == banks.end() ? nullptr : &*found;
}

}  // namespace pinbridge::remote_port
