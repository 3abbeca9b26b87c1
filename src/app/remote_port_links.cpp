#include "app/remote_port_links.hpp"

#include <utility>

#include "links/remote_port/remote_port.hpp"

namespace pinbridge::app {

std::unique_ptr<stream::StreamLink> RemotePortLinks::make_link(const std::string& id,
                                                               chip::RemotePortChip& chip) {
  const auto path = socket_for(id, chip);
  const auto begin = [&chip](stream::Send send) {
    const auto& map =
        chip.model() == chip::XilinxModel::zynqmp ? remote_port::kZynqMp : remote_port::kZynq7000;
    return std::make_unique<remote_port::RemotePort>(chip, map, std::move(send));
  };
  return std::make_unique<stream::StreamLink>(
      context().loop, path, stream::StreamLink::Options{.chip = id, .begin = begin});
}

}  // namespace pinbridge::app
