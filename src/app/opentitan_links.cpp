#include "app/opentitan_links.hpp"

#include <utility>

#include "links/opentitan/ot_gpio.hpp"

namespace pinbridge::app {

std::unique_ptr<stream::StreamLink> OpenTitanLinks::make_link(const std::string& id,
                                                              chip::OpenTitanChip& chip) {
  const auto path = socket_for(id, chip);
  const auto begin = [&chip](stream::Send send) {
    return std::make_unique<opentitan::OtGpio>(chip, std::move(send));
  };
  return std::make_unique<stream::StreamLink>(
      context().loop, path, stream::StreamLink::Options{.chip = id, .begin = begin});
}

}  // namespace pinbridge::app
