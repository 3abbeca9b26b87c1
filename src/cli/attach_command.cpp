#include <set>

#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
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

/// The chips of the machine, as the bench tells of them. Fails if a guest is there already.
Result<std::vector<qemu::Chip>> find_chips(const AttachOptions& options) {
  auto client = RpcClient::connect(socket_path(options.socket));
  if (!client) return client.error();
  const auto list = (*client)->call("list", std::vector<std::string>());
  if (!list) return list.error();
  std::vector<qemu::Chip> chips;
  std::set<std::string> taken;
  for_each_at(list->get(), "parts", [&](const msgpack::object& part) {
    const msgpack::object* shows = find_key(part, "shows");
    if (text_at(part, "type") != "chip-virtio-gpio" || !shows) return;
    chips.push_back({text_at(part, "part"), text_at(*shows, "socket"),
                     transport_of(text_at(*shows, "transport")), text_at(*shows, "machine")});
    const msgpack::object* connected = find_key(*shows, "connected");
    if (connected && *connected == msgpack::object(1)) taken.insert(chips.back().id);
  });
  auto found = chips_of_machine(std::move(chips), options.machine);
  if (!found) return found;
  for (const qemu::Chip& chip : *found) {
    if (!taken.contains(chip.id)) continue;
    return make_error(ErrorCode::busy, "machine {} has a guest already: it is on chip {}",
                      chip.machine, chip.id);
  }
  return found;
}

/// Returns QEMU's own exit status, or ours where QEMU was not started.
int attach(const AttachOptions& options) {
  const auto chips = find_chips(options);
  if (!chips) return report(chips.error());
  const auto command = options.guest.complete(*chips);
  if (!command) return report(command.error());
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
