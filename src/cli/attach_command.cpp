#include <set>

#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/machine_chips.hpp"
#include "cli/socket_path.hpp"

namespace pinbridge {
namespace {

struct AttachOptions {
  std::string socket;
  std::string machine;
  GuestCommand guest;
};

std::optional<Transport> transport_of(const std::string& word) {
  if (word == "pci") return Transport::pci;
  if (word == "mmio") return Transport::mmio;
  return std::nullopt;
}

/// Notes a part if it is a chip. Fails where this Pinbridge does not know its controller.
Result<void> note_chip(const msgpack::object& part, MachineChips& chips) {
  const msgpack::object* shows = find_key(part, "shows");
  if (!shows) return {};
  const std::string type = text_at(part, "type");
  if (type == "chip-virtio-gpio") {
    chips.virtio.push_back({text_at(part, "part"), text_at(*shows, "socket"),
                            transport_of(text_at(*shows, "transport")),
                            text_at(*shows, "machine")});
  } else if (type == "chip-native-gpio") {
    auto controller = ControllerChoice::parse(text_at(*shows, "controller"));
    if (!controller) return controller.error();
    chips.native.push_back({text_at(part, "part"), std::move(*controller),
                            text_at(*shows, "directory"), text_at(*shows, "machine")});
  }
  return {};
}

bool has_guest(const msgpack::object& part) {
  const msgpack::object* shows = find_key(part, "shows");
  const msgpack::object* connected = shows ? find_key(*shows, "connected") : nullptr;
  return connected && *connected == msgpack::object(1);
}

/// Fails if a guest is on one of the chips already.
Result<void> check_free(const auto& chips, const std::set<std::string>& taken) {
  for (const auto& chip : chips) {
    if (!taken.contains(chip.id)) continue;
    return make_error(ErrorCode::busy, "machine {} has a guest already: it is on chip {}",
                      chip.machine, chip.id);
  }
  return {};
}

/// The chips of the machine, as the bench tells of them. Fails if a guest is there already.
Result<MachineChips> find_chips(RpcClient& client, const AttachOptions& options) {
  const auto list = client.call("list", std::vector<std::string>());
  if (!list) return list.error();
  MachineChips chips;
  std::set<std::string> taken;
  Result<void> noted;
  for_each_at(list->get(), "parts", [&](const msgpack::object& part) {
    if (noted) noted = note_chip(part, chips);
    if (has_guest(part)) taken.insert(text_at(part, "part"));
  });
  if (!noted) return noted.error();
  auto found = chips_of_machine(std::move(chips), options.machine);
  if (!found) return found;
  if (auto is_free = check_free(found->virtio, taken); !is_free) return is_free.error();
  if (auto is_free = check_free(found->native, taken); !is_free) return is_free.error();
  return found;
}

/// Returns QEMU's own exit status, or ours where QEMU was not started.
int attach(const AttachOptions& options) {
  // Ours until QEMU has ended: what is announced holds as long as who announced it is there.
  auto client = RpcClient::connect(socket_path(options.socket));
  if (!client) return report(client.error());
  const auto chips = find_chips(**client, options);
  if (!chips) return report(chips.error());
  const auto command = options.guest.complete(*chips);
  if (!command) return report(command.error());
  // A bench of an older Pinbridge does without.
  for (const std::string& machine : chips->machines()) {
    (void)(*client)->call("announce",
                          std::vector<std::string>{machine, "QEMU " + command->version.text()});
  }
  EventLoop loop;
  return options.guest.run(loop, *command);
}

}  // namespace

void add_attach_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "attach", "Run your QEMU with its GPIO lines on a board that is served: attach -- qemu-…");
  auto options = std::make_shared<AttachOptions>();
  add_socket_option(*command, options->socket);
  add_machine_option(*command, options->machine);
  options->guest.add_to(*command);
  command->callback([options, &status] { status = attach(*options); });
}

}  // namespace pinbridge
