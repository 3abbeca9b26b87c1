#include "cli/scenario_run.hpp"

#include <csignal>
#include <memory>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include "app/machine_chips.hpp"
#include "app/workbench.hpp"
#include "base/printable.hpp"
#include "base/program_log.hpp"
#include "base/temporary_directory.hpp"
#include "base/text_file.hpp"
#include "cli/bench_host.hpp"
#include "cli/board_options.hpp"
#include "cli/guest_output.hpp"
#include "cli/part_picture.hpp"
#include "qemu/process/process.hpp"

namespace pinbridge::cli {
namespace {

/// Has the first serial line on standard input and output, unless the command has one already.
void add_console(const qemu::CommandLine& command, std::vector<std::string>& argv) {
  if (command.nographic || command.has_serial) return;
  argv.insert(argv.end(), {"-serial", "stdio"});
}

/// Of QEMU's errors; a longer one is printed in pieces.
constexpr std::size_t kLongestLine = 8192;

/// QEMU's standard streams.
struct Pipes {
  Pipe input;
  Pipe output;
  Pipe errors;
};

Result<Pipes> make_pipes() {
  auto input = make_pipe();
  if (!input) return input.error();
  auto output = make_pipe();
  if (!output) return output.error();
  auto errors = make_pipe();
  if (!errors) return errors.error();
  return Pipes{std::move(*input), std::move(*output), std::move(*errors)};
}

/// One scenario with its bench and its guest.
class Run {
 public:
  Run(app::Workbench& bench, EventLoop& loop, Pipes pipes, bool doubles_escape,
      const std::filesystem::path& file)
      : loop_(loop),
        input_(std::move(pipes.input)),
        console_(loop, std::move(pipes.output), [this](std::string_view text) { printed(text); }),
        errors_(loop, std::move(pipes.errors), [this](std::string_view text) { relay(text); }),
        timer_(loop.io()),
        host_(bench.commands(), input_.write.get(), doubles_escape, file.parent_path()) {
    do_not_block(input_.write.get());
  }

  BenchHost& host() { return host_; }
  const std::string& console() const { return console_.text(); }
  /// What QEMU printed as errors.
  const std::string& errors() const { return reported_errors_; }
  /// The signal that ended it; 0 for none.
  int signalled() const { return qemu_->signalled(); }

  /// Starts QEMU and runs the scenario to its end, and the guest to its own.
  Result<void> run(scenario::Runner& runner, const std::vector<std::string>& argv,
                   const std::vector<int>& keep, Duration timeout) {
    runner_ = &runner;
    auto qemu =
        qemu::Process::start(loop_.io(), argv, [this](int status) { on_ended(status); }, keep,
                             {input_.read.get(), console_.write_end(), errors_.write_end()});
    if (!qemu) return qemu.error();
    qemu_ = std::move(*qemu);
    input_.read.reset();
    console_.hand_over();
    errors_.hand_over();
    host_.drive(runner, [this] { loop_.stop(); });
    loop_.turn([&] {
      runner.start();
      host_.advance();
    });
    timer_.expires_after(timeout);
    timer_.async_wait([&](const boost::system::error_code& error) {
      if (!error) loop_.turn([&] { time_out(); });
    });
    if (!runner.finished()) loop_.run();
    timer_.cancel();
    if (!ended_) {
      // The message of a QEMU that is terminated is not an error.
      reported_errors_ = errors_.text();
      qemu_->terminate();
      loop_.run();
    }
    return {};
  }

 private:
  void printed(std::string_view text) {
    loop_.turn([&] {
      runner_->printed(text);
      host_.advance();
    });
  }

  /// Prints whole lines to our standard error.
  void relay(std::string_view text) {
    unrelayed_ += text;
    if (unrelayed_.size() > kLongestLine && unrelayed_.find('\n') == std::string::npos)
      unrelayed_ += '\n';
    std::string lines;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = unrelayed_.find('\n', begin)) != std::string::npos;) {
      lines += printable(std::string_view(unrelayed_).substr(begin, end - begin)) + "\n";
      begin = end + 1;
    }
    unrelayed_.erase(0, begin);
    print_to_log(lines);
  }

  void on_ended(int status) {
    ended_ = true;
    // All that it printed is in the pipes.
    errors_.drain();
    if (!unrelayed_.empty()) relay("\n");
    console_.drain();
    const bool is_late = runner_->finished();
    if (!is_late && signalled() == 0) reported_errors_ = errors_.text();
    loop_.turn([&] {
      if (!is_late && signalled() != 0) {
        runner_->interrupt(fmt::format("signal {} ended the run", signalled()));
      } else {
        runner_->guest_ended(status, printable(errors_.last_line()));
      }
      host_.advance();
    });
    loop_.stop();
  }

  void time_out() {
    if (runner_->finished()) return;
    runner_->time_out();
    host_.advance();
  }

  EventLoop& loop_;
  Pipe input_;
  GuestOutput console_;
  GuestOutput errors_;
  std::string unrelayed_;  ///< the beginning of a line of errors
  boost::asio::steady_timer timer_;
  BenchHost host_;
  scenario::Runner* runner_ = nullptr;
  std::unique_ptr<qemu::Process> qemu_;
  std::string reported_errors_;
  bool ended_ = false;
};

/// After the bench has ended, so that a slow browser delays neither a step nor the bench. The text
/// files show the same if there is no browser. A signal ends the drawing.
void draw(const std::vector<BenchHost::Screenshot>& pictures, const Interrupt& interrupt) {
  const std::string browser = pictures.empty() ? "" : find_browser();
  if (browser.empty()) return;
  for (const BenchHost::Screenshot& picture : pictures) {
    if (interrupt.pending()) return;
    const auto done = draw_picture(browser, picture.still, picture.png, interrupt);
    if (!done) spdlog::warn("cannot draw {}: {}", picture.png.string(), done.error().message);
  }
}

std::filesystem::path with_suffix(std::filesystem::path base, const char* suffix) {
  return base += suffix;
}

/// `base` is the path of each file, without its suffix.
Result<void> record_failure(const std::filesystem::path& base, Run& run) {
  std::error_code error;
  std::filesystem::create_directories(base.parent_path(), error);
  if (auto done = write_text_file(with_suffix(base, ".vcd"), run.host().failure().waveform); !done)
    return done;
  if (auto done = write_text_file(with_suffix(base, ".board.txt"), run.host().failure().board);
      !done)
    return done;
  if (auto done = write_text_file(with_suffix(base, ".console.txt"), run.console()); !done)
    return done;
  if (!run.errors().empty()) {
    if (auto done = write_text_file(with_suffix(base, ".qemu.txt"), run.errors()); !done)
      return done;
  }
  return {};
}

}  // namespace

Result<scenario::Report> run_scenario(const ScenarioOptions& options, const GuestCommand& guest,
                                      const OpenedScenario& scenario, scenario::Observer& observer,
                                      const Interrupt& interrupt) {
  const std::filesystem::path file = scenario.path;
  const auto directory = TemporaryDirectory::make();
  if (!directory) return directory.error();
  const std::filesystem::path socket = directory->path() / "bench.sock";
  auto board = open_board_with_guest(options.board, options.chips);
  if (!board) return board.error();
  const auto chips = app::chips_of_only_machine(app::chips_of(board->assembly, socket));
  if (!chips) return chips.error();
  const auto parsed = guest.parse();
  if (!parsed) return parsed.error();
  auto command = guest.complete(*chips);
  if (!command) return command.error();
  add_console(*parsed, command->argv);
  auto pipes = make_pipes();
  if (!pipes) return pipes.error();
  // A guest that has ended must not end us where we write to its console.
  std::signal(SIGPIPE, SIG_IGN);

  EventLoop loop;
  const auto bench = app::Workbench::open(loop, std::move(*board),
                                          {socket, options.seed, app::PageOptions{.off = true},
                                           "QEMU " + command->version.text(), options.broker});
  if (!bench) return bench.error();
  scenario::Report report{.file = file.string(), .name = scenario.title()};
  std::vector<BenchHost::Screenshot> pictures;
  {
    const bool shared = parsed->default_monitor() == qemu::DefaultMonitor::serial_line;
    Run run(**bench, loop, std::move(*pipes), shared, file);
    scenario::Runner runner(scenario.scenario, run.host(), observer);
    if (const auto prepared = runner.prepare(); !prepared) return prepared.error();
    if (!options.record_directory.empty()) run.host().keep_all_changes();
    const auto done = run.run(runner, command->argv, guest.descriptors(), options.timeout);
    if (!done) return done.error();
    pictures = run.host().screenshots();
    report.outcome = runner.outcome();
    report.why = runner.why();
    report.duration = runner.duration();
    report.console = run.console();
    report.errors = run.errors();
    report.signalled = run.signalled();
    if (report.outcome != scenario::Outcome::passed && !options.record_directory.empty()) {
      const auto base = std::filesystem::path(options.record_directory) / scenario.record_name;
      const auto kept = record_failure(base, run);
      if (!kept) spdlog::warn("the failure is not recorded: {}", kept.error().message);
      const std::string& view = run.host().failure().view;
      if (kept && !view.empty()) pictures.push_back({with_suffix(base, ".board.png"), view});
    }
  }
  (*bench)->shut_down();
  if (report.signalled == 0) draw(pictures, interrupt);
  return report;
}

}  // namespace pinbridge::cli
