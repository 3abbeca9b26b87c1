#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"

namespace pinbridge::cli {
namespace {

struct PressOptions {
  std::string button;
  Duration hold = std::chrono::milliseconds(100);
  bool no_wait = false;
};

/// Whether the part in a response or notification has the control at 0.
bool is_released(const msgpack::object& part, const std::string& control) {
  const msgpack::object* controls = api::find_key(part, "controls");
  const msgpack::object* value = controls ? api::find_key(*controls, control) : nullptr;
  return value != nullptr && *value == msgpack::object(0);
}

/// Waits until the bench reports the button released.
Result<void> wait_for_release(client::RpcClient& client, const std::string& button) {
  const auto colon = button.find(':');
  const std::string part = button.substr(0, colon);
  const std::string control = colon == std::string::npos ? "pressed" : button.substr(colon + 1);
  for (;;) {
    const auto message = client.next_notification();
    if (!message) return message.error();
    const auto* change = client::notification(message->get(), api::NotificationName::part);
    if (change && text_at(*change, "part") == part && is_released(*change, control)) return {};
    // The board changed, and this button may be gone.
    const auto* list = client::notification(message->get(), api::NotificationName::list);
    if (!list) continue;
    bool held = false;
    for_each_at(*list, "parts", [&](const msgpack::object& now) {
      held = held || (text_at(now, "part") == part && !is_released(now, control));
    });
    if (!held) return {};
  }
}

Result<int> press(client::RpcClient& client, const PressOptions& options) {
  if (!options.no_wait) {
    // All, because parts are notified to no other client.
    const auto watched = client.call(api::MethodName::watch, std::vector<std::string>());
    if (!watched) return watched.error();
  }
  const auto answer = client.call(api::MethodName::press, [&](api::Packer& packer) {
    packer.pack_array(2);
    api::pack_text(packer, options.button);
    packer.pack(options.hold.count());
  });
  if (!answer) return answer.error();
  if (options.no_wait) return kSuccess;
  if (const auto released = wait_for_release(client, options.button); !released) {
    return released.error();
  }
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
  command.example("pinbridge press b0", "press a button for 100 ms")
      .example("pinbridge press keypad:5 --for 2s --no-wait", "press a key and return at once");
  run_as_client(command, [options](client::RpcClient& client) { return press(client, *options); });
}

}  // namespace pinbridge::cli
