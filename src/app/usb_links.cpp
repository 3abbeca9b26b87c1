#include "app/usb_links.hpp"

#include <utility>

#include "links/usb_redir/cp2112.hpp"
#include "links/usb_redir/dln2.hpp"
#include "links/usb_redir/redirection.hpp"

namespace pinbridge::app {
namespace {

std::unique_ptr<usb_redir::UsbDevice> make_device(chip::UsbChip& chip) {
  if (chip.model() == chip::UsbModel::cp2112) return std::make_unique<usb_redir::Cp2112>(chip);
  return std::make_unique<usb_redir::Dln2>(chip);
}

std::string describe(chip::UsbModel model, const std::string& qemu) {
  return fmt::format("{}{}", qemu.empty() ? "" : qemu + ", ",
                     model == chip::UsbModel::cp2112
                         ? "CP2112 on USB, whose driver polls its inputs"
                         : "DLN-2 on USB, with interrupts");
}

}  // namespace

std::unique_ptr<stream::StreamLink> UsbLinks::make_link(const std::string& id,
                                                        chip::UsbChip& chip) {
  const auto path = socket_for(id, chip);
  const auto tell = [this, &chip](bool configured) {
    chip.set_connected(configured, configured
                                       ? describe(chip.model(), context().qemu_of(chip.machine()))
                                       : "no guest");
  };
  const auto begin = [&chip, tell](stream::Send send) {
    return std::make_unique<usb_redir::Redirection>(make_device(chip), std::move(send), tell);
  };
  return std::make_unique<stream::StreamLink>(
      context().loop, path, stream::StreamLink::Options{.chip = id, .begin = begin});
}

}  // namespace pinbridge::app
