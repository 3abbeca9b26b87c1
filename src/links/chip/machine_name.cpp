#include "links/chip/machine_name.hpp"

#include <algorithm>

namespace pinbridge {
namespace {

constexpr const char* kDefaultMachine = "vm";

}  // namespace

/// The name becomes part of commands and of log lines.
std::string machine_name(Attributes& attributes) {
  std::string name = attributes.text("machine").value_or(kDefaultMachine);
  const bool plain = std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f; });
  if (plain && !name.empty()) return name;
  attributes.problem("machine", "it is a name without spaces, in ASCII, such as \"vm\"");
  return kDefaultMachine;
}

AttributeSpec machine_name_spec() {
  return {"machine", kDefaultMachine, "which guest has it, on a board of several"};
}

}  // namespace pinbridge
