#include "app/link_set.hpp"

#include <spdlog/spdlog.h>

#include "app/host_gpio_lines.hpp"
#include "app/ivshmem_links.hpp"
#include "app/message_queue_links.hpp"
#include "app/native_links.hpp"
#include "app/opentitan_links.hpp"
#include "app/remote_port_links.hpp"
#include "app/usb_links.hpp"
#include "app/virtio_links.hpp"

namespace pinbridge::app {

void LinkSet::rewired(std::span<const std::optional<PinId>>) {
  if (const auto started = start(); !started) spdlog::error("{}", started.error().message);
}

std::vector<std::unique_ptr<LinkSet>> make_link_sets(const LinkContext& context) {
  std::vector<std::unique_ptr<LinkSet>> sets;
  sets.push_back(std::make_unique<VirtioLinks>(context));
  sets.push_back(std::make_unique<NativeLinks>(context));
  sets.push_back(std::make_unique<UsbLinks>(context));
  sets.push_back(std::make_unique<MessageQueueLinks>(context));
  sets.push_back(std::make_unique<OpenTitanLinks>(context));
  sets.push_back(std::make_unique<RemotePortLinks>(context));
  sets.push_back(std::make_unique<IvshmemLinks>(context));
  sets.push_back(std::make_unique<HostGpioLines>(context));
  return sets;
}

}  // namespace pinbridge::app
