#include <cstdio>

#include "cli/client_command.hpp"
#include "cli/commands.hpp"

namespace pinbridge {
namespace {

struct GetOptions {
  std::vector<std::string> pins;
  bool numeric = false;
  bool unquoted = false;
};

/// As gpioget does: 1 and 0; z and x for what has no such number.
std::string_view numeric(const std::string& state) {
  if (state == "high") return "1";
  if (state == "low") return "0";
  return state == "highz" ? "z" : "x";
}

std::string describe(const PinReport& report, const GetOptions& options) {
  if (options.numeric) return std::string(numeric(report.state));
  const std::string_view quote = options.unquoted ? "" : "\"";
  return fmt::format("{0}{1}{0}={2}", quote, report.pin, report.state);
}

}  // namespace

void add_get_command(CLI::App& app, int& status) {
  auto* command = app.add_subcommand("get", "Print what pins are at: low, high, highz or conflict");
  auto options = std::make_shared<GetOptions>();
  command->add_option("pins", options->pins, "pins, such as vm:24 or led1:A")
      ->type_name("PIN")
      ->required();
  command->add_flag("--numeric", options->numeric, "print 0, 1, z or x instead of names and words");
  command->add_flag("--unquoted", options->unquoted, "print the names without quotes");
  run_as_client(*command, status, [options](RpcClient& client) -> Result<ExitStatus> {
    const auto answer = client.call("get", options->pins);
    if (!answer) return answer.error();
    const auto reports = as_pin_reports(answer->get());
    if (!reports) return reports.error();
    std::string line;
    for (const PinReport& report : *reports) {
      line += (line.empty() ? "" : " ") + describe(report, *options);
    }
    std::puts(line.c_str());
    return kSuccess;
  });
}

}  // namespace pinbridge
