#include <cstdio>

#include "api/json_value.hpp"
#include "base/printable.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/pin_names.hpp"

namespace pinbridge::cli {
namespace {

struct GetOptions {
  std::vector<std::string> pins;
  bool numeric = false;
  bool unquoted = false;
  bool json = false;
};

/// Like gpioget: 1 and 0; z and x for other states.
std::string_view numeric(const std::string& state) {
  if (state == "high") return "1";
  if (state == "low") return "0";
  return state == "highz" ? "z" : "x";
}

std::string describe(const PinReport& report, const GetOptions& options) {
  if (options.numeric) return std::string(numeric(report.state));
  const std::string_view quote = options.unquoted ? "" : "\"";
  return fmt::format("{0}{1}{0}={2}", quote, printable(report.pin), printable(report.state));
}

Result<int> get(client::RpcClient& client, const GetOptions& options) {
  const auto pins = find_pins(client, options.pins);
  if (!pins) return pins.error();
  const auto answer = client.call(api::MethodName::get, *pins);
  if (!answer) return answer.error();
  if (options.json) {
    print_json(api::as_json(answer->get()));
    return kSuccess;
  }
  const auto reports = as_pin_reports(answer->get());
  if (!reports) return reports.error();
  std::string line;
  for (const PinReport& report : *reports) {
    line += (line.empty() ? "" : " ") + describe(report, options);
  }
  std::puts(line.c_str());
  return kSuccess;
}

}  // namespace

void add_get_command(Program& program) {
  auto& command =
      program.add(group::kPins, "get", "Print the levels of pins: low, high, highz or conflict");
  auto options = std::make_shared<GetOptions>();
  command.add_option("pins", options->pins, kPinsMeaning)->type_name("PIN")->required();
  command.add_flag("--numeric", options->numeric, "print 0, 1, z or x only");
  command.add_flag("--unquoted", options->unquoted, "print names without quotes");
  add_json_option(command, options->json);
  command.example("pinbridge get vm:24 led1:A", "print the levels of two pins")
      .example("pinbridge get --numeric 'vm:2?'", "print ten lines of a guest as 0, 1, z or x");
  run_as_client(command, [options](client::RpcClient& client) { return get(client, *options); });
}

}  // namespace pinbridge::cli
