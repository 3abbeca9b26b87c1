#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge {
namespace {

struct Setting {
  std::string pin;
  std::string state;
};

/// "vm:3=1"; gpioset's own words for a value stand for 0 and 1.
Result<Setting> parse_setting(const std::string& text) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    return make_error(ErrorCode::invalid,
                      "\"{}\" is no setting; a setting is PIN=0, PIN=1 or PIN=z", text);
  }
  Setting setting{text.substr(0, equals), text.substr(equals + 1)};
  if (setting.state == "active" || setting.state == "on") setting.state = "1";
  if (setting.state == "inactive" || setting.state == "off") setting.state = "0";
  return setting;
}

Result<ExitStatus> set(RpcClient& client, const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  for (const std::string& text : texts) {
    auto setting = parse_setting(text);
    if (!setting) return setting.error();
    settings.push_back(std::move(*setting));
  }
  const auto answer = client.call("set", [&](Packer& packer) {
    packer.pack_array(static_cast<std::uint32_t>(settings.size()));
    for (const Setting& setting : settings) pack_setting(packer, setting.pin, setting.state);
  });
  if (!answer) return answer.error();
  return kSuccess;
}

}  // namespace

void add_set_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand(
      "set", "Drive pins by hand, all at once; each holds until it is set again or to z");
  auto texts = std::make_shared<std::vector<std::string>>();
  command
      ->add_option("settings", *texts,
                   "0, low, off or inactive; 1, high, on or active; z or highz lets go")
      ->type_name("PIN=STATE")
      ->required();
  run_as_client(*command, status, [texts](RpcClient& client) { return set(client, *texts); });
}

}  // namespace pinbridge
