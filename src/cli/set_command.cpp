#include "api/json_value.hpp"
#include "base/printable.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/pin_names.hpp"

namespace pinbridge::cli {
namespace {

struct SetOptions {
  std::vector<std::string> settings;
  bool json = false;
};

struct Setting {
  std::string pin;
  std::string state;
};

/// "vm:3=1"; gpioset's own words for a value stand for 0 and 1.
Result<Setting> parse_setting(const std::string& text) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    return make_error(ErrorCode::invalid, "\"{}\" is not a setting; write PIN=0, PIN=1 or PIN=z",
                      text);
  }
  Setting setting{text.substr(0, equals), text.substr(equals + 1)};
  if (setting.state == "active" || setting.state == "on") setting.state = "1";
  if (setting.state == "inactive" || setting.state == "off") setting.state = "0";
  return setting;
}

/// The pin was set, and yet its level is another.
void warn_if_overruled(const msgpack::object& state) {
  const std::string by = text_at(state, "overruled_by");
  if (by.empty()) return;
  fmt::print(stderr, "pinbridge: warning: \"{}\" stays {}: \"{}\" drives its net more strongly\n",
             printable(text_at(state, "pin")), printable(text_at(state, "state")), printable(by));
}

/// The settings with the pins that their names stand for.
Result<std::vector<Setting>> parse_settings(client::RpcClient& client,
                                            const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  for (const std::string& text : texts) {
    const auto setting = parse_setting(text);
    if (!setting) return setting.error();
    const auto pins = find_pins(client, {setting->pin});
    if (!pins) return pins.error();
    for (const std::string& pin : *pins) settings.push_back({pin, setting->state});
  }
  return settings;
}

Result<int> set(client::RpcClient& client, const SetOptions& options) {
  const auto settings = parse_settings(client, options.settings);
  if (!settings) return settings.error();
  const auto answer = client.call(api::MethodName::set, [&](api::Packer& packer) {
    packer.pack_array(static_cast<std::uint32_t>(settings->size()));
    for (const Setting& setting : *settings)
      client::pack_setting(packer, setting.pin, setting.state);
  });
  if (!answer) return answer.error();
  if (options.json) {
    print_json(api::as_json(answer->get()));
    return kSuccess;
  }
  for (std::uint32_t i = 0; answer->get().type == msgpack::type::ARRAY && i < settings->size() &&
                            i < answer->get().via.array.size;
       ++i) {
    warn_if_overruled(answer->get().via.array.ptr[i]);
  }
  return kSuccess;
}

}  // namespace

void add_set_command(Program& program) {
  auto& command = program.add(
      group::kPins, "set", "Drive pins by hand, all at once, until they are set again or released");
  auto options = std::make_shared<SetOptions>();
  command
      .add_option("settings", options->settings,
                  "pins with states: 0, low, off or inactive; 1, high, on or active; z or highz "
                  "releases")
      ->type_name("PIN=STATE")
      ->required();
  add_json_option(command, options->json);
  command
      .details(
          "A warning names each pin whose level a stronger drive overrides; with --json, it is "
          "\"overruled_by\" in the resulting states.")
      .example("pinbridge set vm:12=0", "drive an input of the guest low")
      .example("pinbridge set vm:12=z vm:13=z", "release two pins");
  run_as_client(command, [options](client::RpcClient& client) { return set(client, *options); });
}

}  // namespace pinbridge::cli
