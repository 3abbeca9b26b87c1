#include "base/pin_name.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/interrupt.hpp"
#include "qemu/process/child.hpp"

namespace pinbridge::cli {
namespace {

struct PressOptions {
  std::string button;
  Duration hold = std::chrono::milliseconds(100);
  bool no_wait = false;
};

/// Whether the part in a response or notification has the control, and not at 0.
bool is_held(const msgpack::object& part, std::string_view control) {
  const msgpack::object* controls = api::find_key(part, "controls");
  const msgpack::object* value = controls ? api::find_key(*controls, control) : nullptr;
  return value != nullptr && *value != msgpack::object(0);
}

/// Whether a client or a user of the page has set this control.
bool sets(const msgpack::object& action, std::string_view part, std::string_view control) {
  return text_at(action, "action") == "control" && text_at(action, "part") == part &&
         text_at(action, "control") == control;
}

/// How a press ends.
enum class End : std::uint8_t {
  released,     ///< or its control is gone
  superseded,   ///< its control was set, so the bench does not release it
  interrupted,  ///< by a signal
};

Result<End> wait_for_end(client::RpcClient& client, const std::string& button) {
  const auto [part, control] = split_button_name(button);
  for (;;) {
    const auto message = client.next_notification();
    if (!message) return message.error();
    if (client.interrupted()) return End::interrupted;
    const auto* change = client::notification(message->get(), api::NotificationName::part);
    if (change && text_at(*change, "part") == part && !is_held(*change, control)) {
      return End::released;
    }
    const auto* action = client::notification(message->get(), api::NotificationName::action);
    if (action && sets(*action, part, control)) return End::superseded;
    // The board changed, and this button may be gone.
    const auto* list = client::notification(message->get(), api::NotificationName::list);
    if (!list) continue;
    bool held = false;
    for_each_at(*list, "parts", [&](const msgpack::object& now) {
      held = held || (text_at(now, "part") == part && is_held(now, control));
    });
    if (!held) return End::released;
  }
}

Result<void> press_for(client::RpcClient& client, const std::string& button, Duration hold) {
  const auto answer = client.call(api::MethodName::press, [&](api::Packer& packer) {
    packer.pack_array(2);
    api::pack_text(packer, button);
    packer.pack(hold.count());
  });
  if (!answer) return answer.error();
  return {};
}

/// Ctrl-C releases the button.
Result<int> press_and_wait(client::RpcClient& client, const PressOptions& options) {
  const auto interrupt = Interrupt::open();
  if (!interrupt) return interrupt.error();
  // All, because parts are notified to no other client.
  const auto watched = client.call(api::MethodName::watch, std::vector<std::string>());
  if (!watched) return watched.error();
  const auto followed = client.call(api::MethodName::actions, std::vector<std::string>());
  if (!followed) return followed.error();
  if (auto done = press_for(client, options.button, options.hold); !done) return done.error();
  client.interrupt_on(interrupt->fd());
  const auto end = wait_for_end(client, options.button);
  if (!end) return end.error();
  if (*end != End::interrupted) return kSuccess;
  client.interrupt_on(-1);
  // Another press restarts the time of the first.
  if (auto done = press_for(client, options.button, Duration(1)); !done) return done.error();
  return qemu::kSignalled + interrupt->signal();
}

Result<int> press(client::RpcClient& client, const PressOptions& options) {
  if (!options.no_wait) return press_and_wait(client, options);
  if (auto done = press_for(client, options.button, options.hold); !done) return done.error();
  return kSuccess;
}

}  // namespace

void add_press_command(Program& program) {
  auto& command = program.add(group::kPins, "press", "Press a button, and wait for its release");
  auto options = std::make_shared<PressOptions>();
  command.add_option("button", options->button, "a button (b1) or a key (keypad:5)")
      ->type_name("PART[:CONTROL]")
      ->required();
  add_duration_option(command, "--for", options->hold, "release after this time, at most 1h",
                      "100ms");
  command.add_flag("--no-wait", options->no_wait, "return at once; the bench releases the button");
  command
      .details(
          "Ctrl-C releases the button. If its control is set meanwhile, the command ends, and "
          "the button stays as it was set.")
      .example("pinbridge press b0", "press a button for 100 ms")
      .example("pinbridge press keypad:5 --for 2s --no-wait", "press a key and return at once");
  run_as_client(command, [options](client::RpcClient& client) { return press(client, *options); });
}

}  // namespace pinbridge::cli
