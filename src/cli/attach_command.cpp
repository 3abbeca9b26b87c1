#include <set>

#include "app/machine_chips.hpp"
#include "app/socket_path.hpp"
#include "base/trusted_path.hpp"
#include "cli/board_options.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/sandbox.hpp"

namespace pinbridge::cli {
namespace {

struct AttachOptions {
  std::string socket;
  std::string machine;
  bool no_sandbox = false;
  GuestCommand guest;
};

std::optional<Transport> transport_of(const std::string& word) {
  if (word == "pci") return Transport::pci;
  if (word == "mmio") return Transport::mmio;
  return std::nullopt;
}

/// Notes a part if it is a chip. Fails where this Pinbridge does not know its controller.
Result<void> note_chip(const msgpack::object& part, app::MachineChips& chips) {
  const msgpack::object* shows = api::find_key(part, "shows");
  if (!shows) return {};
  const std::string type = text_at(part, "type");
  if (type == "chip-virtio-gpio") {
    chips.virtio.push_back({.id = text_at(part, "part"),
                            .socket = text_at(*shows, "socket"),
                            .transport = transport_of(text_at(*shows, "transport")),
                            .bus = text_at(*shows, "bus"),
                            .machine = text_at(*shows, "machine")});
  } else if (type == "chip-native-gpio") {
    auto controller = controllers::ControllerChoice::parse(text_at(*shows, "controller"));
    if (!controller) return controller.error();
    chips.native.push_back({text_at(part, "part"), std::move(*controller),
                            text_at(*shows, "directory"), text_at(*shows, "machine")});
  } else if (type == "chip-usb-gpio") {
    chips.usb.push_back({.id = text_at(part, "part"),
                         .socket = text_at(*shows, "socket"),
                         .bus = text_at(*shows, "bus"),
                         .machine = text_at(*shows, "machine")});
  }
  return {};
}

bool has_guest(const msgpack::object& part) {
  const msgpack::object* shows = api::find_key(part, "shows");
  const msgpack::object* connected = shows ? api::find_key(*shows, "connected") : nullptr;
  return connected && *connected == msgpack::object(1);
}

/// Fails if a guest is on one of the chips already.
Result<void> check_free(const auto& chips, const std::set<std::string>& taken) {
  for (const auto& chip : chips) {
    if (!taken.contains(chip.id)) continue;
    return make_error(ErrorCode::busy, "machine {} already has a guest, on chip {}", chip.machine,
                      chip.id);
  }
  return {};
}

/// QEMU obeys its monitor: fails unless the sockets of the chips are a trusted user's.
Result<void> check_trusted(const app::MachineChips& chips) {
  for (const qemu::Chip& chip : chips.virtio) {
    if (auto trusted = check_trusted_socket(chip.socket); !trusted) return trusted;
  }
  for (const qemu::UsbChip& chip : chips.usb) {
    if (auto trusted = check_trusted_socket(chip.socket); !trusted) return trusted;
  }
  for (const app::NativeChipPlace& chip : chips.native) {
    if (auto trusted = check_trusted_directory(chip.directory); !trusted) return trusted;
  }
  return {};
}

/// The chips of the machine, as the bench lists them. Fails if a guest is connected already.
Result<app::MachineChips> find_chips(client::RpcClient& client, const AttachOptions& options) {
  const auto list = client.call(api::MethodName::list, std::vector<std::string>());
  if (!list) return list.error();
  app::MachineChips chips;
  std::set<std::string> taken;
  Result<void> noted;
  for_each_at(list->get(), "parts", [&](const msgpack::object& part) {
    if (noted) noted = note_chip(part, chips);
    if (has_guest(part)) taken.insert(text_at(part, "part"));
  });
  if (!noted) return noted.error();
  auto found = app::chips_of_machine(std::move(chips), options.machine);
  if (!found) return found;
  if (auto is_free = check_free(found->virtio, taken); !is_free) return is_free.error();
  if (auto is_free = check_free(found->native, taken); !is_free) return is_free.error();
  if (auto is_free = check_free(found->usb, taken); !is_free) return is_free.error();
  if (auto trusted = check_trusted(*found); !trusted) return trusted.error();
  return found;
}

/// Returns QEMU's exit status, or ours if QEMU was not started.
Result<int> attach(const AttachOptions& options) {
  // Ours until QEMU has ended: what is announced holds as long as who announced it is there.
  auto client = client::RpcClient::connect(app::socket_path(options.socket));
  if (!client) return client.error();
  const auto chips = find_chips(**client, options);
  if (!chips) return chips.error();
  const auto command = options.guest.complete(*chips);
  if (!command) return command.error();
  // A bench of an older Pinbridge does without.
  for (const std::string& machine : chips->machines()) {
    (void)(*client)->call(api::MethodName::announce,
                          std::vector<std::string>{machine, "QEMU " + command->version.text()});
  }
  EventLoop loop;
  return options.guest.run(loop, *command, [&] { confine_unless(options.no_sandbox, {}); });
}

}  // namespace

void add_attach_command(Program& program) {
  auto& command =
      program.add(group::kBoards, "attach", "Run your QEMU command as a guest of a served board");
  auto options = std::make_shared<AttachOptions>();
  add_socket_option(command, options->socket);
  add_machine_option(command, options->machine);
  add_controllers_option(command);
  add_sandbox_option(command, options->no_sandbox);
  options->guest.add_to(command);
  command.details("The chips of the machine become its GPIO lines.")
      .example("pinbridge attach -- qemu-system-aarch64 -M virt -nographic -kernel Image",
               "run the only guest of the board")
      .example("pinbridge attach --machine left -- qemu-system-arm -M virt -nographic",
               "run one of several guests")
      .does([options] { return attach(*options); });
  add_guest_exit_statuses(command);
}

}  // namespace pinbridge::cli
