#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/link_set.hpp"
#include "links/chip/native_chip.hpp"
#include "links/native_gpio/native_link.hpp"

namespace pinbridge::app {

/// One native link for each machine whose own GPIO controllers are on the board.
class NativeLinks final : public LinkSet {
 public:
  using LinkSet::LinkSet;

  Result<void> start() override;
  Result<void> allow(const PreparedBoard& next) const override;
  void prune(const PreparedBoard& next) override;
  void drain() override;

 private:
  using Chips = std::map<std::string, const chip::NativeChip*>;  ///< by id
  using Machines = std::map<std::string, Chips>;                 ///< by name

  struct Entry {
    std::map<std::string, chip::NativeChip*> chips;
    std::unique_ptr<native_gpio::NativeLink> link;
  };

  static Machines machines_of(const PreparedBoard& board);
  static bool are_same(const Entry& entry, const Chips& chips);

  std::map<std::string, Entry> links_;  ///< by the machine's name
};

}  // namespace pinbridge::app
