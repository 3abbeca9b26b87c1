#pragma once

#include <cstdint>
#include <vector>

#include "board/wire_check.hpp"

namespace pinbridge::board {

/// The levels that nets can have, whatever contacts close and outputs drive.
///
/// Contacts and resistors carry a level from net to net. A net with a supply keeps its own level
/// and carries no other. The rest of the board divides into regions without a supply; all nets of a
/// region can have the same levels.
class NetReach {
 public:
  /// All outlive it.
  NetReach(const BoardPins& pins, const BoardNets& nets, const Assembly& assembly);

  bool can_be_high(PinId pin) const { return region_of(pin).high; }
  bool can_be_low(PinId pin) const { return region_of(pin).low; }

  /// True if only the pin itself can ever drive its net, although a contact or a resistor is on it,
  /// and no other pin on the net can be driven.
  bool waits_in_vain(PinId pin) const;

  /// Whether a contact or a resistor is on the pin's net.
  bool has_branch_at(PinId pin) const { return branch_part_[nets_.of(pin).value()].has_value(); }
  /// The part of that contact or resistor.
  PartId branch_at(PinId pin) const { return *branch_part_[nets_.of(pin).value()]; }

 private:
  struct Region {
    bool high = false;
    bool low = false;
    bool supplied = false;        ///< touches a supply, or what is not on the bench
    std::uint32_t drivers = 0;    ///< pins that may drive
    std::uint32_t listeners = 0;  ///< pins that may be driven
  };

  void find_regions();
  void add_pins();
  void add_pin(PinId pin, bool is_end);
  void add_supplies();
  void for_each_branch(const auto& visit) const;
  Region& region_of(PinId pin) { return regions_[region_of_net_[nets_.of(pin).value()]]; }
  const Region& region_of(PinId pin) const {
    return regions_[region_of_net_[nets_.of(pin).value()]];
  }

  const BoardPins& pins_;
  const BoardNets& nets_;
  const Assembly& assembly_;
  std::vector<Level> supply_of_net_;  ///< highz where there is none
  std::vector<std::optional<PartId>> branch_part_;
  std::vector<std::uint32_t> region_of_net_;
  std::vector<Region> regions_;
};

}  // namespace pinbridge::board
