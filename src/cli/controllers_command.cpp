#include <algorithm>
#include <cstdio>
#include <map>

#include <boost/json.hpp>

#include "base/number.hpp"
#include "cli/board_options.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::cli {
namespace {

/// A controller, and what a chip that represents it can do with this QEMU.
struct Row {
  std::string controller;
  std::string address;
  std::string lines;
  std::string outputs;
  std::string inputs;
  std::string path;
};

qemu::ProbeWishes everything() {
  qemu::ProbeWishes wishes{.devices = controllers::is_controller_type, .trace_events = {}};
  for (const controllers::ControllerType* type : controllers::controller_types()) {
    if (type->trace.empty()) continue;
    wishes.trace_events.emplace_back(qemu::trace_event(type->trace));
  }
  return wishes;
}

std::string outputs_of(const controllers::ControllerType& type, const qemu::Probe& probe) {
  if (native_gpio::tells_apart(type, probe.devices) &&
      probe.trace_events.contains(std::string(qemu::trace_event(type.trace)))) {
    return "every edge, high-Z";
  }
  return "every edge of one chip a machine, else levels of 10 ms; high-Z in 10 ms";
}

std::string inputs_of(const controllers::ControllerType& type) {
  return type.interrupts ? "with interrupts" : "values, no interrupts";
}

std::vector<Row> rows_of(const qemu::Probe& probe) {
  std::map<std::string, std::size_t> counts;
  for (const auto& device : probe.devices) ++counts[device.type];
  std::map<std::string, std::size_t> next;
  std::vector<Row> rows;
  for (const auto& device : probe.devices) {
    const controllers::ControllerType& type = *controllers::find_controller_type(device.type);
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
  const auto width = [&](std::string Row::* column) {
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

boost::json::array as_json(const std::vector<Row>& rows) {
  boost::json::array array;
  for (const Row& row : rows) {
    array.push_back({{"controller", row.controller},
                     {"address", row.address},
                     {"lines", parse_number<int>(row.lines).value_or(0)},
                     {"outputs", row.outputs},
                     {"inputs", row.inputs},
                     {"path", row.path}});
  }
  return array;
}

Result<int> list_controllers(const GuestCommand& guest, bool json) {
  const auto command = guest.parse();
  if (!command) return command.error();
  const auto probe = qemu::probe(*command, everything());
  if (!probe) return probe.error();
  if (probe->devices.empty()) {
    return make_error(ErrorCode::not_found,
                      "QEMU's machine {} has no GPIO controller that Pinbridge knows; a "
                      "chip-virtio-gpio adds lines to it if it has PCI or virtio-mmio",
                      command->machine_type());
  }
  auto rows = rows_of(*probe);
  if (json) {
    print_json(as_json(rows));
    return kSuccess;
  }
  rows.insert(rows.begin(), {"controller", "address", "lines", "outputs", "inputs", "path"});
  print(rows);
  return kSuccess;
}

}  // namespace

void add_controllers_command(Program& program) {
  auto& command =
      program.add(group::kFiles, "controllers", "List the GPIO controllers of a QEMU machine");
  struct Options {
    GuestCommand guest;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  add_json_option(command, options->json);
  add_controllers_option(command);
  options->guest.add_to(command);
  command
      .example("pinbridge controllers -- qemu-system-arm -M sabrelite",
               "list the controllers that a chip-native-gpio can use")
      .example("pinbridge controllers --json -- qemu-system-aarch64 -M virt",
               "list them as JSON for a program")
      .does([options] { return list_controllers(options->guest, options->json); });
}

}  // namespace pinbridge::cli
