#include <csignal>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

#include "base/printable.hpp"
#include "base/text_file.hpp"
#include "cli/board_options.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/exit_status.hpp"
#include "cli/guest_command.hpp"
#include "cli/interrupt.hpp"
#include "cli/scenario_run.hpp"
#include "cli/step_list.hpp"
#include "qemu/process/child.hpp"
#include "scenario/quantity.hpp"

namespace pinbridge::cli {
namespace {

struct TestOptions : ScenarioOptions {
  std::vector<std::string> files;
  std::string junit;
  GuestCommand guest;
  BrokerArguments broker_arguments;
};

void print(const scenario::Report& report) {
  if (report.outcome == scenario::Outcome::passed) {
    fmt::print("{}: passed in {}\n", printable(report.file), scenario::time_text(report.duration));
  } else {
    fmt::print("{}: {}\n", printable(report.file), printable(report.why));
  }
  // Before the log of the next one, which is on another stream.
  std::fflush(stdout);
}

scenario::Report not_started(const OpenedScenario& file, const Error& why) {
  return {.file = file.path,
          .name = file.title(),
          .outcome = scenario::Outcome::failed,
          .why = why.message};
}

bool is_stream(const std::filesystem::path& file) {
  const std::string path = file.lexically_normal();
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

/// A board or a scenario, where the name of the report was forgotten.
bool is_input(const std::filesystem::path& file) {
  const auto extension = file.extension();
  return extension == ".json" || extension == ".yaml" || extension == ".yml";
}

/// Removes the report of an earlier run, which would be taken for one of this, and finds out at
/// once whether a new one can be written.
Result<void> prepare_report(const TestOptions& options) {
  const std::filesystem::path file = options.junit;
  std::error_code none;
  if (file.empty() || is_stream(file)) return {};
  const auto type = std::filesystem::status(file, none).type();
  if (type == std::filesystem::file_type::regular && is_input(file)) {
    return make_error(ErrorCode::invalid,
                      "--junit would overwrite \"{}\", a board or a scenario; name another file",
                      file.string());
  }
  if (type == std::filesystem::file_type::fifo) return {};
  if (auto written = write_text_file(file, ""); !written) return written;
  std::filesystem::remove(std::filesystem::canonical(file, none), none);
  return {};
}

int status_of(const std::vector<scenario::Report>& reports) {
  int status = kSuccess;
  for (const scenario::Report& report : reports) {
    if (report.outcome == scenario::Outcome::failed) return kFailure;
    if (report.outcome == scenario::Outcome::timed_out) status = kScenarioTimedOut;
  }
  return status;
}

Result<int> test(TestOptions& options) {
  // Between scenarios, too, and while pictures are drawn: the report is written in any case.
  const auto interrupt = Interrupt::open();
  if (!interrupt) return interrupt.error();
  if (const auto ready = prepare_report(options); !ready) return ready.error();
  auto broker = options.broker_arguments.read();
  if (!broker) return broker.error();
  options.broker = std::move(*broker);
  const auto scenarios = open_scenarios(options.files, options);
  if (!scenarios) return scenarios.error();
  std::vector<scenario::Report> reports;
  Result<void> ran;
  int signalled = 0;
  for (const OpenedScenario& file : *scenarios) {
    StepList steps(isatty(STDOUT_FILENO) == 1);
    const auto report = run_scenario(options, options.guest, file, steps, *interrupt);
    if (!report) {
      ran = report.error();
      reports.push_back(not_started(file, report.error()));
      break;
    }
    print(*report);
    reports.push_back(*report);
    signalled = interrupt->pending() ? interrupt->signal() : report->signalled;
    if (signalled != 0) break;
  }
  if (!options.junit.empty()) {
    if (const auto written = write_text_file(options.junit, scenario::junit(reports)); !written)
      return written.error();
  }
  if (!ran) return ran.error();
  return signalled != 0 ? qemu::kSignalled + signalled : status_of(reports);
}

}  // namespace

void add_test_command(Program& program) {
  auto& command = program.add(group::kTests, "test", "Run scenarios against a guest on a board");
  auto options = std::make_shared<TestOptions>();
  add_board_argument(command, options->board);
  command
      .add_option("scenarios", options->files,
                  "files in the format of Wokwi's automation scenarios, with additional steps "
                  "(docs/reference/scenarios.md)")
      ->type_name("SCENARIO")
      ->required();
  add_chip_option(command, options->chips);
  add_duration_option(command, "--timeout", options->timeout,
                      "end a scenario with status 42 after this time", "30s");
  command.add_option("--junit", options->junit, "write a report in JUnit format")
      ->type_name("FILE");
  command
      .add_option("--record-on-failure", options->record_directory,
                  "write the last 10 s of all pins (.vcd), the states of the board (.board.txt; "
                  "with Chromium or Chrome also a picture, .board.png), the console (.console.txt) "
                  "and QEMU's errors (.qemu.txt) of a scenario that fails")
      ->type_name("DIR");
  add_seed_option(command, options->seed);
  options->broker_arguments.add_to(command);
  options->guest.add_to(command);
  command
      .details(
          "Each scenario gets a new guest and a new bench. The guest's console is QEMU's standard "
          "input and output: with -nographic, or as the first serial port, which is redirected "
          "there.")
      .exit_status(kSuccess, "all scenarios passed")
      .exit_status(kFailure, "a step failed, or QEMU could not be started")
      .exit_status(kBadInput,
                   "an error in a scenario, reported with line and column; wrong arguments; or "
                   "there is no such QEMU")
      .exit_status(kScenarioTimedOut, "a scenario took longer than --timeout")
      .exit_status(qemu::kSignalled + SIGINT, "Ctrl-C ended the run; SIGTERM: 143, SIGHUP: 129")
      .example(
          "pinbridge test diagram.json blink.yaml -- qemu-system-arm -M microbit "
          "-nographic -kernel blink.elf",
          "run a scenario against firmware")
      .example(
          "pinbridge test examples/panel a.yaml b.yaml --junit report.xml --timeout 2m -- "
          "qemu-system-aarch64 -M virt -nographic -kernel Image",
          "run two scenarios and write a report")
      .example(
          "pinbridge test --chip esp=virtio-gpio project project/test.yaml -- "
          "qemu-system-aarch64 -M virt -nographic -kernel Image",
          "run the scenario of a Wokwi project, whose microcontroller becomes the guest")
      .does([options] { return test(*options); });
}

}  // namespace pinbridge::cli
