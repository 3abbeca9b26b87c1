#include "qemu/arguments/gpio_arguments.hpp"

#include <set>

#include "qemu/arguments/device_id.hpp"
#include "qemu/arguments/guest_memory.hpp"

namespace pinbridge::qemu {
namespace {

std::string_view device_name(Transport transport) {
  return transport == Transport::pci ? "vhost-user-gpio-pci" : "vhost-user-gpio-device";
}

/// Devices for chips, each on its transport; all transports are known by now.
std::vector<std::string> device_arguments(const std::vector<Chip>& chips,
                                          Transport default_transport, std::string_view pci_bus) {
  std::vector<std::string> arguments;
  std::set<std::string> ids;
  bool any_mmio = false;
  for (const auto& chip : chips) {
    const Transport transport = chip.transport.value_or(default_transport);
    const std::string id = device_id(chip.id, ids);
    const std::string_view usual_bus = transport == Transport::pci ? pci_bus : "";
    arguments.insert(
        arguments.end(),
        {"-chardev", fmt::format("socket,path={},id={}", escape_commas(chip.socket.string()), id),
         "-device",
         fmt::format("{},chardev={}{}", device_name(transport), id,
                     bus_option(chip.bus.empty() ? usual_bus : chip.bus))});
    any_mmio |= transport == Transport::mmio;
  }
  // virtio-gpio is a device of virtio 1; QEMU's virtio-mmio speaks an earlier one by default.
  if (any_mmio) {
    arguments.insert(arguments.end(), {"-global", "virtio-mmio.force-legacy=false"});
  }
  return arguments;
}

Result<Transport> default_transport(const CommandLine& command, const Probe& probe) {
  if (probe.has_pci) return Transport::pci;
  if (probe.virtio_mmio_transports > 0) return Transport::mmio;
  return make_error(ErrorCode::unsupported,
                    "QEMU's machine {} has neither PCI nor virtio-mmio, which a chip needs to "
                    "reach the guest; use another machine, such as virt or vexpress-a9",
                    command.machine_type());
}

Result<void> check_chip(const CommandLine& command, const Probe& probe, const std::string& id,
                        Transport transport) {
  const bool pci = transport == Transport::pci;
  if (pci ? !probe.has_pci : probe.virtio_mmio_transports == 0) {
    return make_error(ErrorCode::unsupported,
                      "QEMU's machine {} has no {}, which chip {} asks for; set its transport to "
                      "\"{}\", or leave that out",
                      command.machine_type(), pci ? "PCI" : "virtio-mmio", id,
                      pci ? "mmio" : "pci");
  }
  if (pci ? !probe.has_gpio_pci : !probe.has_gpio_mmio) {
    return make_error(ErrorCode::unsupported, "{} (QEMU {}) has no device {}; use QEMU {} or later",
                      command.program(), probe.version.text(), device_name(transport),
                      kFirstWithInterrupts.text());
  }
  return {};
}

Result<void> check_mmio_count(const CommandLine& command, const Probe& probe, std::size_t wanted) {
  if (wanted <= probe.virtio_mmio_transports) return {};
  return make_error(ErrorCode::unsupported,
                    "QEMU's machine {} has {} virtio-mmio transports, and the board has {} chips "
                    "for them; take chips off the board, or give one chip more lines",
                    command.machine_type(), probe.virtio_mmio_transports, wanted);
}

}  // namespace

Result<std::vector<std::string>> gpio_arguments(const CommandLine& command, const Probe& probe,
                                                const std::vector<Chip>& chips) {
  if (command.daemonizes) {
    return make_error(ErrorCode::unsupported,
                      "-daemonize would detach QEMU from Pinbridge; leave it out");
  }
  if (chips.empty()) return std::vector<std::string>{};
  const auto usual = default_transport(command, probe);
  if (!usual) return usual.error();
  std::size_t on_mmio = 0;
  for (const auto& chip : chips) {
    const Transport transport = chip.transport.value_or(*usual);
    const auto checked = check_chip(command, probe, chip.id, transport);
    if (!checked) return checked.error();
    on_mmio += transport == Transport::mmio ? 1 : 0;
  }
  if (const auto enough = check_mmio_count(command, probe, on_mmio); !enough) {
    return enough.error();
  }
  auto arguments = memory_arguments(command, probe);
  if (!arguments) return arguments.error();
  const auto devices = device_arguments(chips, *usual, probe.pci_bus);
  arguments->insert(arguments->end(), devices.begin(), devices.end());
  return arguments;
}

std::vector<std::string> arguments_for_reading(const std::vector<Chip>& chips,
                                               std::string_view memory_size, Transport transport) {
  // A bare number means megabytes to -m and bytes to -object.
  const auto bytes = parse_size(memory_size, 1 << 20);
  auto arguments = shared_memory(bytes ? size_text(*bytes) : std::string(memory_size));
  const auto devices = device_arguments(chips, transport, {});
  arguments.insert(arguments.end(), devices.begin(), devices.end());
  return arguments;
}

}  // namespace pinbridge::qemu
