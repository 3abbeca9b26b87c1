#include <variant>

#include "bench/control.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge::cli {
namespace {

struct Setting {
  std::string name;
  ControlValue value;
};

Result<Setting> parse_setting(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return make_error(ErrorCode::invalid, "\"{}\" is not a setting; write NAME=VALUE", text);
  }
  return Setting{text.substr(0, equals), parse_control_value(text.substr(equals + 1))};
}

/// Sets one control after the other, and stops at the first that the part refuses.
Result<int> set_controls(client::RpcClient& client, const std::string& part,
                         const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  for (const std::string& text : texts) {
    auto setting = parse_setting(text);
    if (!setting) return setting.error();
    settings.push_back(std::move(*setting));
  }
  for (const Setting& setting : settings) {
    const auto answer = client.call(api::MethodName::control, [&](api::Packer& packer) {
      packer.pack_array(3);
      api::pack_text(packer, part);
      api::pack_text(packer, setting.name);
      std::visit([&](const auto& value) { packer.pack(value); }, setting.value);
    });
    if (!answer) return answer.error();
  }
  return kSuccess;
}

}  // namespace

void add_control_command(Program& program) {
  struct Options {
    std::string part;
    std::vector<std::string> settings;
  };
  auto& command =
      program.add(group::kPins, "control", "Set controls of a part, such as a switch's value");
  auto options = std::make_shared<Options>();
  command.add_option("part", options->part, "the part, such as sw1")->type_name("PART")->required();
  command
      .add_option("settings", options->settings, "controls to set; \"pinbridge info\" lists them")
      ->type_name("NAME=VALUE")
      ->required();
  command.example("pinbridge control sw0 value=1", "move a slide switch to the right")
      .example("pinbridge control b0 pressed=1", "press a button and hold it");
  run_as_client(command, [options](client::RpcClient& client) {
    return set_controls(client, options->part, options->settings);
  });
}

}  // namespace pinbridge::cli
