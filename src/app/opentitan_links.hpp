#pragma once

#include <memory>
#include <string>

#include "app/chip_links.hpp"
#include "links/chip/opentitan_chip.hpp"

namespace pinbridge::app {

/// One character device for each chip of type chip-opentitan.
class OpenTitanLinks final : public ChipLinks<chip::OpenTitanChip> {
 public:
  using ChipLinks::ChipLinks;

 protected:
  std::unique_ptr<stream::StreamLink> make_link(const std::string& id,
                                                chip::OpenTitanChip& chip) override;
};

}  // namespace pinbridge::app
