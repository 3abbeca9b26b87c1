#include <algorithm>
#include <cstdio>
#include <map>

#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/probe.hpp"

namespace pinbridge {
namespace {

/// A controller, and what a chip that stands for it can do with this QEMU.
struct Row {
  std::string controller;
  std::string address;
  std::string lines;
  std::string outputs;
  std::string inputs;
  std::string path;
};

qemu::ProbeWishes everything() {
  qemu::ProbeWishes wishes{.devices = is_controller_type, .trace_events = {}};
  for (const ControllerType& type : controller_types()) {
    if (type.trace.empty()) continue;
    wishes.trace_events.emplace_back(type.trace_event());
  }
  return wishes;
}

std::string outputs_of(const ControllerType& type, const qemu::Probe& probe) {
  if (native_gpio::tells_apart(type, probe.devices) &&
      probe.trace_events.contains(std::string(type.trace_event()))) {
    return "every edge, high-Z";
  }
  return "every edge of one chip a machine, else levels of 10 ms; high-Z in 10 ms";
}

std::string inputs_of(const ControllerType& type) {
  if (type.input == InputBy::nothing) return "none in QEMU's model";
  return type.interrupts ? "with interrupts" : "without interrupts";
}

std::vector<Row> rows_of(const qemu::Probe& probe) {
  std::map<std::string, std::size_t> counts;
  for (const auto& device : probe.devices) ++counts[device.type];
  std::map<std::string, std::size_t> next;
  std::vector<Row> rows;
  for (const auto& device : probe.devices) {
    const ControllerType& type = *find_controller_type(device.type);
    const bool single = counts[device.type] == 1;
    const std::size_t index = next[device.type]++;
    rows.push_back({single ? device.type : fmt::format("{}[{}]", device.type, index),
                    fmt::format("{:#x}", device.address),
                    std::to_string(native_gpio::line_count(type, device)), outputs_of(type, probe),
                    inputs_of(type), device.has_lasting_path() ? device.path : "-"});
  }
  return rows;
}

void print(const std::vector<Row>& rows) {
  const auto width = [&](std::string Row::*column) {
    std::size_t widest = 0;
    for (const Row& row : rows) widest = std::max(widest, (row.*column).size());
    return widest;
  };
  const auto controller = width(&Row::controller);
  const auto address = width(&Row::address);
  const auto outputs = width(&Row::outputs);
  const auto inputs = width(&Row::inputs);
  for (const Row& row : rows) {
    fmt::print("{:<{}}  {:>5}  {:<{}}  {:<{}}  {:<{}}  {}\n", row.controller, controller, row.lines,
               row.outputs, outputs, row.inputs, inputs, row.address, address, row.path);
  }
}

ExitStatus list_controllers(const GuestCommand& guest) {
  const auto command = guest.parse();
  if (!command) return report(command.error());
  const auto probe = qemu::probe(*command, everything());
  if (!probe) return report(probe.error());
  if (probe->devices.empty()) {
    return report(make_error(ErrorCode::not_found,
                             "QEMU's machine {} has no GPIO controller that Pinbridge knows; a "
                             "chip-virtio-gpio gives it lines where it has PCI or virtio-mmio",
                             command->machine_type()));
  }
  auto rows = rows_of(*probe);
  rows.insert(rows.begin(), {"controller", "address", "lines", "outputs", "inputs", "path"});
  print(rows);
  return kSuccess;
}

}  // namespace

void add_controllers_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "controllers", "List the GPIO controllers of your QEMU's machine: controllers -- qemu-…");
  auto guest = std::make_shared<GuestCommand>();
  guest->add_to(*command);
  command->callback([guest, &status] { status = list_controllers(*guest); });
}

}  // namespace pinbridge
