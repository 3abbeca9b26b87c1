#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/control/qom_search.hpp"
#include "qemu/control/version.hpp"

namespace pinbridge::qemu {

/// QEMU's description of the machine of a command line.
struct Probe {
  Version version;
  std::uint64_t ram_bytes = 0;
  /// Whether -machine memory-backend= can replace the machine's RAM.
  bool takes_memory_backend = false;
  bool has_pci = false;
  std::string pci_bus;  ///< which one the guest finds devices on; empty: the first
  std::size_t virtio_mmio_transports = 0;
  bool has_gpio_pci = false;           ///< knows the device vhost-user-gpio-pci
  bool has_gpio_mmio = false;          ///< knows the device vhost-user-gpio-device
  bool has_usb = false;                ///< the machine has a USB controller of its own
  std::string usb_bus;                 ///< which of its buses has a socket; empty: QEMU's choice
  bool has_xhci = false;               ///< knows the device qemu-xhci
  bool has_usb_redir = false;          ///< knows the device usb-redir
  std::vector<QomDevice> devices;      ///< that were asked for, in the order of their addresses
  std::set<std::string> trace_events;  ///< of those that were asked for
};

/// What else to ask.
struct ProbeWishes {
  QomSearch::Wanted devices;              ///< the machine's devices of these types; empty: none
  std::vector<std::string> trace_events;  ///< which of these it has
  bool usb = false;                       ///< what it has of USB
};

inline constexpr std::chrono::seconds kProbeDeadline{10};

/// Starts the very QEMU of the command with its machine alone, stopped before its first
/// instruction, and asks it; where that does not start, with what the machine boots from. Blocks
/// for about 0.1 s, or up to `deadline`; leaves no process behind.
///
/// Fails with ErrorCode::not_found if there is no such program, with ErrorCode::system if QEMU
/// refuses the machine or does not respond in time; the message carries QEMU's output.
Result<Probe> probe(const CommandLine& command, const ProbeWishes& wishes = {},
                    std::chrono::milliseconds deadline = kProbeDeadline);

}  // namespace pinbridge::qemu
