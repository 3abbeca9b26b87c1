#include "base/period.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge {

void add_press_command(CLI::App& app, int& status) {
  struct Options {
    std::string part;
    std::string hold = "100ms";
  };
  auto* command = app.add_subcommand("press", "Press a button and let go of it after a while");
  auto options = std::make_shared<Options>();
  command->add_option("part", options->part, "the button, such as b1, or a key, such as keypad:5")
      ->type_name("PART[:CONTROL]")
      ->required();
  command->add_option("--for", options->hold, "how long: a number with ns, us, ms, s or m")
      ->type_name("PERIOD")
      ->capture_default_str();
  run_as_client(*command, status, [options](RpcClient& client) -> Result<ExitStatus> {
    const auto hold = parse_period(options->hold);
    if (!hold) return hold.error();
    const auto answer = client.call("press", [&](Packer& packer) {
      packer.pack_array(2);
      pack_text(packer, options->part);
      packer.pack(hold->count());
    });
    if (!answer) return answer.error();
    return kSuccess;
  });
}

}  // namespace pinbridge
