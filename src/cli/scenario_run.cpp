#include "cli/scenario_run.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "app/machine_chips.hpp"
#include "app/workbench.hpp"
#include "base/temporary_directory.hpp"
#include "base/text_file.hpp"
#include "base/unique_fd.hpp"
#include "cli/bench_host.hpp"
#include "cli/board_options.hpp"
#include "cli/part_picture.hpp"
#include "qemu/process/process.hpp"

namespace pinbridge::cli {
namespace {

/// The end of a guest's console that a report has.
constexpr std::size_t kMostReported = 1U << 20U;

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) == 0) return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  return make_error(ErrorCode::system, "cannot create a pipe: {}", std::strerror(errno));
}

void do_not_block(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/// Has the first serial line on standard input and output, unless the command has one already.
void add_console(const qemu::CommandLine& command, std::vector<std::string>& argv) {
  if (command.nographic || command.has_serial) return;
  argv.insert(argv.end(), {"-serial", "stdio"});
}

/// One scenario with its bench and its guest.
class Run {
 public:
  Run(app::Workbench& bench, EventLoop& loop, Pipe input, Pipe output, bool doubles_escape,
      const std::filesystem::path& file)
      : loop_(loop),
        input_(std::move(input)),
        output_read_(loop.io(), output.read.release()),
        output_write_(std::move(output.write)),
        timer_(loop.io()),
        host_(bench.commands(), input_.write.get(), doubles_escape, file.parent_path()) {
    do_not_block(input_.write.get());
    do_not_block(output_read_.native_handle());
  }

  BenchHost& host() { return host_; }
  const std::string& console() const { return console_; }
  /// The signal that ended it; 0 for none.
  int signalled() const { return signalled_; }

  /// Starts QEMU and runs the scenario to its end, and the guest to its own.
  Result<void> run(scenario::Runner& runner, const std::vector<std::string>& argv,
                   const std::vector<int>& keep, Duration timeout) {
    runner_ = &runner;
    const auto qemu =
        qemu::Process::start(loop_.io(), argv, [this](int status) { on_ended(status); }, keep,
                             {input_.read.get(), output_write_.get(), STDERR_FILENO});
    if (!qemu) return qemu.error();
    input_.read.reset();
    output_write_.reset();
    read_console();
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
      (*qemu)->terminate();
      loop_.run();
    }
    signalled_ = (*qemu)->signalled();
    return {};
  }

 private:
  void read_console() {
    output_read_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                            [this](const boost::system::error_code& error) {
                              if (!error && drain()) read_console();
                            });
  }

  /// Reads the available data. False at the end.
  bool drain() {
    std::array<char, 65536> block;
    for (;;) {
      const ssize_t size = ::read(output_read_.native_handle(), block.data(), block.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return size < 0 && errno == EAGAIN;
      take({block.data(), static_cast<std::size_t>(size)});
    }
  }

  void take(std::string_view text) {
    console_ += text;
    if (console_.size() > kMostReported) console_.erase(0, console_.size() - kMostReported);
    loop_.turn([&] {
      runner_->printed(text);
      host_.advance();
    });
  }

  void on_ended(int status) {
    ended_ = true;
    drain();  // all that it printed is in the pipe
    loop_.turn([&] {
      runner_->guest_ended(status);
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
  boost::asio::posix::stream_descriptor output_read_;
  UniqueFd output_write_;
  boost::asio::steady_timer timer_;
  BenchHost host_;
  scenario::Runner* runner_ = nullptr;
  std::string console_;
  bool ended_ = false;
  int signalled_ = 0;
};

/// After the guest has ended, so that a slow browser delays no step.
void draw(const std::vector<BenchHost::Screenshot>& screenshots) {
  const std::string browser = screenshots.empty() ? "" : find_browser();
  if (browser.empty()) return;
  for (const BenchHost::Screenshot& screenshot : screenshots) {
    const auto done = draw_picture(browser, screenshot.still, screenshot.png);
    if (!done) {
      spdlog::warn("cannot draw {}: {}", screenshot.png.string(), done.error().message);
    }
  }
}

/// The board of a failure, where there is a browser: the text has the same.
void draw_board(const std::string& view, const std::filesystem::path& png) {
  const std::string browser = find_browser();
  if (browser.empty() || view.empty()) return;
  const auto done = draw_picture(browser, view, png);
  if (!done) spdlog::warn("cannot draw {}: {}", png.string(), done.error().message);
}

Result<void> record_failure(const std::filesystem::path& directory,
                            const std::filesystem::path& file, Run& run) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const std::filesystem::path base = directory / file.stem();
  const auto with = [&](const char* suffix) { return std::filesystem::path(base) += suffix; };
  if (auto done = write_text_file(with(".vcd"), run.host().failure().waveform); !done) return done;
  if (auto done = write_text_file(with(".board.txt"), run.host().failure().board); !done)
    return done;
  if (auto done = write_text_file(with(".console.txt"), run.console()); !done) return done;
  draw_board(run.host().failure().view, with(".board.png"));
  return {};
}

}  // namespace

Result<scenario::Report> run_scenario(const ScenarioOptions& options, const GuestCommand& guest,
                                      const std::filesystem::path& file,
                                      const scenario::Scenario& scenario,
                                      scenario::Observer& observer) {
  const auto directory = TemporaryDirectory::make();
  if (!directory) return directory.error();
  const std::filesystem::path socket = directory->path() / "bench.sock";
  auto board = open_board_with_guest(options.board, options.chips);
  if (!board) return board.error();
  const auto chips = app::chips_of_machine(app::chips_of(board->assembly, socket), "");
  if (!chips) return chips.error();
  const auto parsed = guest.parse();
  if (!parsed) return parsed.error();
  auto command = guest.complete(*chips);
  if (!command) return command.error();
  add_console(*parsed, command->argv);
  auto input = make_pipe();
  if (!input) return input.error();
  auto output = make_pipe();
  if (!output) return output.error();
  // A guest that has ended must not end us where we write to its console.
  std::signal(SIGPIPE, SIG_IGN);

  EventLoop loop;
  const auto bench = app::Workbench::open(loop, std::move(*board),
                                          {socket, options.seed, app::PageOptions{.off = true},
                                           "QEMU " + command->version.text(), options.broker});
  if (!bench) return bench.error();
  scenario::Report report{.file = file.string(),
                          .name = scenario.name.empty() ? file.stem().string() : scenario.name};
  {
    const bool shared = parsed->default_monitor() == qemu::DefaultMonitor::serial_line;
    Run run(**bench, loop, std::move(*input), std::move(*output), shared, file);
    scenario::Runner runner(scenario, run.host(), observer);
    if (const auto prepared = runner.prepare(file.string()); !prepared) return prepared.error();
    if (!options.record_directory.empty()) run.host().keep_all_changes();
    const auto done = run.run(runner, command->argv, guest.descriptors(), options.timeout);
    if (!done) return done.error();
    draw(run.host().screenshots());
    report.outcome = runner.outcome();
    report.why = runner.why();
    report.duration = runner.duration();
    report.console = run.console();
    report.signalled = run.signalled();
    if (report.outcome != scenario::Outcome::passed && !options.record_directory.empty()) {
      if (auto kept = record_failure(options.record_directory, file, run); !kept) {
        return kept.error();
      }
    }
  }
  (*bench)->shut_down();
  return report;
}

}  // namespace pinbridge::cli
