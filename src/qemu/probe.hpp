#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "qemu/command_line.hpp"
#include "qemu/qom_search.hpp"

namespace pinbridge::qemu {

struct Version {
  int major = 0;
  int minor = 0;
  friend bool operator<(const Version& a, const Version& b) {
    return a.major != b.major ? a.major < b.major : a.minor < b.minor;
  }
  std::string text() const;
};

/// From this version on a guest gets interrupts over vhost-user (before: values only).
inline constexpr Version kFirstWithInterrupts{9, 0};

/// What a QEMU says about the machine that a command line asks for.
struct Probe {
  Version version;
  std::uint64_t ram_bytes = 0;
  /// Whether -machine memory-backend= can replace the machine's RAM.
  bool takes_memory_backend = false;
  bool has_pci = false;
  std::size_t virtio_mmio_transports = 0;
  bool has_gpio_pci = false;           ///< knows the device vhost-user-gpio-pci
  bool has_gpio_mmio = false;          ///< knows the device vhost-user-gpio-device
  std::vector<QomDevice> devices;      ///< that were asked for, in the order of their addresses
  std::set<std::string> trace_events;  ///< of those that were asked for
};

/// What else to ask.
struct ProbeWishes {
  QomSearch::Wanted devices;              ///< the machine's devices of these types; empty: none
  std::vector<std::string> trace_events;  ///< which of these it has
};

inline constexpr std::chrono::seconds kProbeDeadline{10};

/// Starts the very QEMU of the command with its machine alone, stopped before its first
/// instruction, and asks it; where that does not start, with what the machine boots from. Blocks
/// for some 0.1 s, `deadline` at most; leaves no process behind.
///
/// Fails with ErrorCode::not_found where there is no such program, ErrorCode::system where QEMU
/// refuses the machine or says nothing in time; the message carries what QEMU printed.
Result<Probe> probe(const CommandLine& command, const ProbeWishes& wishes = {},
                    std::chrono::milliseconds deadline = kProbeDeadline);

}  // namespace pinbridge::qemu
