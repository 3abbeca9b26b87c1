#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "base/result.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/exit_status.hpp"

namespace {

using namespace pinbridge;

/// The log goes to stderr, as "pinbridge: warning: …": it stands between the guest's own lines.
void set_up_log() {
  auto logger = spdlog::stderr_color_mt("pinbridge");
  logger->set_pattern("pinbridge: %^%l%$: %v");
  spdlog::set_default_logger(std::move(logger));
}

/// What is wrong with the command line, and where to look.
std::string explain(const CLI::App* app, const CLI::Error& error) {
  // The likeliest mistake with run is to leave out what parts our words from QEMU's.
  const char* cure = app->got_subcommand("run") || app->got_subcommand("attach") ||
                             app->got_subcommand("controllers")
                         ? "QEMU's own command stands behind --, as in: pinbridge run BOARD -- "
                           "qemu-system-aarch64 -M virt"
                         : "pinbridge COMMAND --help tells what a command takes";
  return fmt::format("pinbridge: {}\n{}\n", error.what(), cure);
}

int run(int argc, char** argv) {
  CLI::App app("The GPIO pins of a machine in QEMU, connected to objects on the host.",
               "pinbridge");
  app.set_version_flag("--version", "pinbridge " + std::string(kVersion));
  app.require_subcommand(1);
  app.footer(
      "A pin is written PART:PIN, for example vm:3 or led1:A.\n"
      "Documentation: docs/ in the source tree.");
  app.failure_message(explain);
  int status = kSuccess;
  add_run_command(app, status);
  add_serve_command(app, status);
  add_attach_command(app, status);
  add_qemu_args_command(app, status);
  add_controllers_command(app, status);
  add_check_command(app, status);
  add_parts_command(app, status);
  add_info_command(app, status);
  add_get_command(app, status);
  add_set_command(app, status);
  add_mon_command(app, status);
  add_record_command(app, status);
  add_press_command(app, status);
  add_control_command(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kSuccess : kBadInput;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    set_up_log();
    const int status = run(argc, argv);
    // What a full disk swallowed must not look like success.
    if (std::fflush(stdout) == 0) return status;
    throw StartupError(std::string("cannot write output: ") + std::strerror(errno));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pinbridge: %s\n", error.what());
    return kBadInput;
  }
}
