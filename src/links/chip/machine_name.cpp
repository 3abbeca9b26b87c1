#include "links/chip/machine_name.hpp"

#include <algorithm>

namespace pinbridge::chip {
namespace {

constexpr const char* kDefaultMachine = "vm";

}  // namespace

/// The name becomes part of commands and of log lines.
std::string machine_name(Attributes& attributes) {
  std::string name = attributes.given("machine").value_or(kDefaultMachine);
  const bool plain = std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f; });
  if (plain && !name.empty()) return name;
  attributes.problem("machine", "it is a name without spaces, in ASCII, such as \"vm\"");
  return kDefaultMachine;
}

/// It becomes part of an option of QEMU.
std::string bus_name(Attributes& attributes) {
  std::string name = attributes.given("bus").value_or("");
  const bool plain =
      std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f && c != ','; });
  if (plain) return name;
  attributes.problem("bus",
                     "it is QEMU's name of a bus, such as \"pcie.0\": the monitor's \"info qtree\" "
                     "prints those of the machine");
  return {};
}

AttributeSpec bus_name_spec() {
  return {"bus", "chosen by the machine", "QEMU's name of the bus that the device is plugged into"};
}

AttributeSpec machine_name_spec() {
  return {"machine", kDefaultMachine,
          "the guest that it belongs to, on a board with several guests"};
}

}  // namespace pinbridge::chip
