#include "qemu/arguments/usb_arguments.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "qemu/arguments/device_id.hpp"
#include "qemu/arguments/option_text.hpp"

namespace pinbridge::qemu {
namespace {

constexpr std::string_view kController = "pinbridge-usb";
constexpr std::string_view kAddedBus = "pinbridge-usb.0";

/// `usual_bus` is that of chips that name none; a controller is added if one of those needs it.
std::vector<std::string> arguments(const std::vector<UsbChip>& chips, std::string_view reconnect,
                                   std::string_view usual_bus) {
  std::vector<std::string> words;
  std::set<std::string> ids{std::string(kController)};
  if (usual_bus == kAddedBus && std::ranges::any_of(chips, &std::string::empty, &UsbChip::bus)) {
    words.insert(words.end(), {"-device", fmt::format("qemu-xhci,id={}", kController)});
  }
  for (const UsbChip& chip : chips) {
    const std::string id = device_id(chip.id, ids);
    words.insert(words.end(), {"-chardev",
                               fmt::format("socket,path={},id={}{}",
                                           escape_commas(chip.socket.string()), id, reconnect),
                               "-device",
                               fmt::format("usb-redir,chardev={}{}", id,
                                           bus_option(chip.bus.empty() ? usual_bus : chip.bus))});
  }
  return words;
}

}  // namespace

Result<std::vector<std::string>> usb_arguments(const CommandLine& command, const Probe& probe,
                                               const std::vector<UsbChip>& chips) {
  if (chips.empty()) return std::vector<std::string>{};
  if (!probe.has_usb_redir) {
    return make_error(ErrorCode::unsupported,
                      "{} (QEMU {}) has no device usb-redir, which chip {} requires; use a QEMU "
                      "with USB redirection, such as that of Debian",
                      command.program(), probe.version.text(), chips.front().id);
  }
  if (!probe.has_usb && !(probe.has_pci && probe.has_xhci)) {
    return make_error(ErrorCode::unsupported,
                      "QEMU's machine {} has neither USB nor PCI for a USB controller, and chip {} "
                      "is a USB device; use another machine, such as virt or raspi3b",
                      command.machine_type(), chips.front().id);
  }
  const std::string_view usual_bus = probe.has_usb ? probe.usb_bus : kAddedBus;
  return arguments(chips, reconnect_option(probe.version), usual_bus);
}

std::vector<std::string> usb_arguments_for_reading(const std::vector<UsbChip>& chips) {
  if (chips.empty()) return {};
  return arguments(chips, kOldReconnect, kAddedBus);
}

}  // namespace pinbridge::qemu
