#include "cli/workbench.hpp"

#include <chrono>
#include <csignal>
#include <random>
#include <utility>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include "cli/socket_path.hpp"

namespace pinbridge {
namespace {

/// Lamps and buzzers tell what they have measured when a window of theirs is over, and pages are
/// told by the frame.
constexpr Duration kLastNews = std::chrono::milliseconds(80);

/// A bench that is further behind than this leaves out what it missed.
constexpr Duration kMostBehind = std::chrono::milliseconds(50);

}  // namespace

Result<std::unique_ptr<Workbench>> Workbench::open(EventLoop& loop, OpenedBoard board,
                                                   const Options& options) {
  if (auto prepared = prepare_socket_directory(options.socket); !prepared) return prepared.error();
  const std::uint32_t seed = options.seed.value_or(std::random_device{}());
  const std::string name = board.name;
  std::unique_ptr<Workbench> bench(
      new Workbench(loop, std::move(board), {options.socket, seed, options.page, options.qemu}));
  // The clients' socket first: it is the one whose name says that another bench is here already.
  auto server = UnixServer::open(loop, bench->hub_, options.socket);
  if (!server) return server.error();
  bench->server_ = std::move(*server);
  if (auto started = bench->links_.start(); !started) return started.error();
  if (auto started = bench->machine_links_.start(); !started) return started.error();
  if (auto served = bench->serve_page(options.page); !served) return served.error();
  bench->watch_file();
  spdlog::info("board {} is served on {} (seed {})", name, options.socket.string(), seed);
  if (bench->web_server_) spdlog::info("the board's page: {}", bench->web_server_->url());
  return bench;
}

Workbench::Workbench(EventLoop& loop, OpenedBoard board, const Options& options)
    : loop_(loop),
      file_(std::move(board.file)),
      text_(std::move(board.text)),
      qemu_(options.qemu),
      bench_(std::move(board.assembly.parts), board.assembly.wires, timers_, *options.seed,
             std::chrono::steady_clock::now()),
      commands_(bench_, std::move(board.name), std::move(board.board)),
      links_(loop, bench_, options.socket,
             [this](const std::string& machine) {
               return qemu_.empty() ? commands_.announced(machine) : qemu_;
             }),
      machine_links_(loop, bench_, options.socket),
      log_(bench_),
      hub_(commands_) {
  loop_.set_hooks({.begin = [this](Time now) { begin_turn(now); },
                   .end = [this] { return timers_.next_due(); }});
  // What parts set out to do when they were placed is due even if nobody ever comes.
  loop_.turn([] {});
}

Workbench::~Workbench() {
  web_server_.reset();
  server_.reset();
  links_.clear();
  machine_links_.clear();
  loop_.set_hooks({});
}

void Workbench::wind_up() {
  watch_.reset();
  machine_links_.clear();
  links_.clear();
  // Whoever is in a hurry need not wait for a client that does not read.
  bool hurried = false;
  boost::asio::signal_set signals(loop_.io(), SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    hurried = true;
    loop_.stop();
  });
  run_for(kLastNews);
  loop_.turn([this] { hub_.finish(); });
  int serving = web_server_ ? 2 : 1;
  const auto done = [&] {
    if (--serving == 0) loop_.stop();
  };
  server_->wind_up(done);
  if (web_server_) web_server_->wind_up(done);
  if (serving > 0 && !hurried) run_for(kPatience);
  if (serving > 0) spdlog::warn("a client did not read what was left for it, and lost the end");
  web_server_.reset();
  server_.reset();
}

void Workbench::run_for(Duration most) {
  boost::asio::steady_timer timer(loop_.io(), most);
  timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) loop_.stop();
  });
  loop_.run();
}

void Workbench::begin_turn(Time now) {
  // Making up for all that was missed would take longer than it takes to miss more: a fast clock on
  // a slow machine would leave no guest or client a turn.
  if (timers_.next_due() < now - kMostBehind) {
    bench_.lose_time(now - kMostBehind);
    if (!std::exchange(fell_behind_, true)) {
      spdlog::warn("the bench cannot keep up with its clocks, or was stopped: they miss pulses");
    }
  }
  bench_.begin_turn(now);
}

Result<void> Workbench::serve_page(const PageOptions& page) {
  if (page.off) return {};
  auto server = WebServer::open(loop_, hub_, built_web_files(), page.address);
  if (server) {
    web_server_ = std::move(*server);
    return {};
  }
  if (page.address) return server.error();
  // Nobody asked for it: the bench is of use without.
  spdlog::warn("there is no page: {}", server.error().message);
  return {};
}

void Workbench::watch_file() {
  auto watch = FileWatch::start(loop_.io(), file_, [this] { read_again(); });
  if (watch) {
    watch_.emplace(std::move(*watch));
  } else {
    spdlog::warn("{}; the board stays as it is now", watch.error().message);
  }
}

void Workbench::read_again() {
  auto next = open_board(file_, full_catalog());
  if (next && next->text == text_) return;
  if (next) fmt::print(stderr, "{}", problem_lines(*next));
  const auto done = next ? become(std::move(*next)) : Result<void>(next.error());
  if (!done) spdlog::warn("{}; the board stays as it was", done.error().message);
}

Result<void> Workbench::become(OpenedBoard next) {
  if (next.problems.has_errors()) {
    return make_error(ErrorCode::invalid, "{} has errors", file_.string());
  }
  if (auto allowed = links_.allow(next.assembly); !allowed) return allowed;
  if (auto allowed = machine_links_.allow(next.assembly); !allowed) return allowed;
  text_ = std::move(next.text);
  links_.prune(next.assembly);
  machine_links_.prune(next.assembly);
  loop_.turn([&] {
    commands_.set_board(std::move(next.board));
    bench_.rewire(std::move(next.assembly.parts), next.assembly.wires);
  });
  spdlog::info("the board changed: it has {} parts now", bench_.part_count());
  return {};
}

}  // namespace pinbridge
