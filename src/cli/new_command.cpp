#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "app/first_board.hpp"
#include "board/writer.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::cli {
namespace {

namespace fs = std::filesystem;

struct NewOptions {
  std::string directory = ".";
  bool virtio = false;
  GuestCommand guest;
};

/// The machine's first controller that has two lines; empty if there is none.
std::string controller_of(const qemu::Probe& probe) {
  for (const qemu::QomDevice& device : probe.devices) {
    const controllers::ControllerType& type = *controllers::find_controller_type(device.type);
    if (native_gpio::line_count(type, device) < 2) continue;
    const bool single = std::ranges::count(probe.devices, device.type, &qemu::QomDevice::type) == 1;
    return single ? device.type : device.type + "[0]";
  }
  return {};
}

/// The chip of the new board: the machine's own controller if QEMU has one.
Result<std::string> choose_controller(const NewOptions& options) {
  if (options.virtio || !options.guest.is_given()) return std::string();
  const auto command = options.guest.parse();
  if (!command) return command.error();
  const auto probe =
      qemu::probe(*command, {.devices = controllers::is_controller_type, .trace_events = {}});
  if (!probe) return probe.error();
  return controller_of(*probe);
}

Result<void> write_new_board(const NewOptions& options) {
  const fs::path file = fs::path(options.directory) / "diagram.json";
  std::error_code error;
  if (fs::exists(file, error)) {
    return make_error(ErrorCode::invalid, "{} already exists; specify another directory",
                      file.string());
  }
  const auto controller = choose_controller(options);
  if (!controller) return controller.error();
  fs::create_directories(file.parent_path(), error);
  std::ofstream stream(file);
  stream << board::write_board(app::first_board(*controller));
  stream.close();
  if (!stream) {
    return make_error(ErrorCode::system, "cannot write {}: {}", file.string(),
                      std::strerror(errno));
  }
  fmt::print("{}: a button on line 0 and an LED on line 1 of {}\n", file.string(),
             controller->empty() ? "a virtio-gpio chip" : *controller);
  return {};
}

}  // namespace

void add_new_command(Program& program) {
  auto& command =
      program.add(group::kFiles, "new", "Write a first board, with an LED and a button");
  auto options = std::make_shared<NewOptions>();
  command
      .add_option("-o,--output", options->directory,
                  "where diagram.json is written (default: the current directory)")
      ->type_name("DIRECTORY");
  command.add_flag("--virtio", options->virtio,
                   "use virtio-gpio, even if the machine has its own controller");
  options->guest.add_to(command);
  command
      .example("pinbridge new -o board -- qemu-system-aarch64 -M virt",
               "write board/diagram.json for the machine's own controller")
      .example("pinbridge new -o board --virtio", "write one for virtio-gpio")
      .does_all([options] { return write_new_board(*options); });
}

}  // namespace pinbridge::cli
