#include <variant>

#include "bench/control.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge {
namespace {

struct Setting {
  std::string name;
  ControlValue value;
};

Result<Setting> parse_setting(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return make_error(ErrorCode::invalid, "\"{}\" is no setting; a setting is NAME=VALUE", text);
  }
  return Setting{text.substr(0, equals), parse_control_value(text.substr(equals + 1))};
}

/// Sets one control after the other, and stops at the first that the part refuses.
Result<ExitStatus> set_controls(RpcClient& client, const std::string& part,
                                const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  for (const std::string& text : texts) {
    auto setting = parse_setting(text);
    if (!setting) return setting.error();
    settings.push_back(std::move(*setting));
  }
  for (const Setting& setting : settings) {
    const auto answer = client.call("control", [&](Packer& packer) {
      packer.pack_array(3);
      pack_text(packer, part);
      pack_text(packer, setting.name);
      std::visit([&](const auto& value) { packer.pack(value); }, setting.value);
    });
    if (!answer) return answer.error();
  }
  return kSuccess;
}

}  // namespace

void add_control_command(CLI::App& app, int& status) {
  struct Options {
    std::string part;
    std::vector<std::string> settings;
  };
  auto* command = app.add_subcommand("control", "Set controls of a part, such as a switch's value");
  auto options = std::make_shared<Options>();
  command->add_option("part", options->part, "the part, such as sw1")
      ->type_name("PART")
      ->required();
  command->add_option("settings", options->settings, "\"pinbridge info\" shows a part's controls")
      ->type_name("NAME=VALUE")
      ->required();
  run_as_client(*command, status, [options](RpcClient& client) {
    return set_controls(client, options->part, options->settings);
  });
}

}  // namespace pinbridge
