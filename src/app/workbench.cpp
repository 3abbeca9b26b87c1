#include "app/workbench.hpp"

#include <chrono>
#include <random>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

#include "app/socket_path.hpp"
#include "base/discard.hpp"
#include "base/program_log.hpp"
#include "loop/end_signals.hpp"
#include "mqtt/net_link.hpp"

namespace pinbridge::app {
namespace {

/// Lamps and buzzers notify at the end of a window, and pages receive levels by the frame.
constexpr Duration kLastNews = std::chrono::milliseconds(80);

}  // namespace

Result<std::unique_ptr<Workbench>> Workbench::open(EventLoop& loop, OpenedBoard board,
                                                   const Options& options) {
  if (auto prepared = prepare_socket_directory(options.socket); !prepared) return prepared.error();
  const std::uint32_t seed = options.seed.value_or(std::random_device{}());
  const std::string name = board.name;
  std::unique_ptr<Workbench> bench(new Workbench(
      loop, std::move(board), {options.socket, seed, options.page, options.qemu, options.broker}));
  // The clients' socket first: it shows whether another bench is running.
  auto server = server::UnixServer::open(loop, bench->hub_, options.socket);
  if (!server) return server.error();
  bench->server_ = std::move(*server);
  for (const auto& links : bench->links_) {
    if (auto started = links->start(); !started) return started.error();
  }
  if (auto served = bench->serve_page(options.page); !served) return served.error();
  if (options.broker) {
    if (auto joined = bench->join_broker(*options.broker); !joined) return joined.error();
  }
  bench->warn_of_unlinked_nets();
  bench->watch_file();
  spdlog::info("board {} is served on {} (seed {})", name, options.socket.string(), seed);
  if (bench->web_server_) spdlog::info("the board's page: {}", bench->web_server_->url());
  return bench;
}

Workbench::Workbench(EventLoop& loop, OpenedBoard board, const Options& options)
    : loop_(loop),
      file_(std::move(board.file)),
      text_(std::move(board.text)),
      choices_(std::move(board.choices)),
      qemu_(options.qemu),
      bench_(std::move(board.assembly.parts), board.assembly.wires, timers_, *options.seed,
             std::chrono::steady_clock::now()),
      time_keeper_(bench_, [] { return std::chrono::steady_clock::now(); }),
      commands_(bench_, std::move(board.name), std::move(board.board)),
      links_(make_link_sets(link_context(options))),
      log_(bench_),
      hub_(commands_, [this] { loop_.news(); }) {
  loop_.set_hooks({.begin = [this](Time now) { time_keeper_.begin_turn(now); },
                   .end = [this] { return timers_.next_due(); },
                   .gather = [this] { hub_.pass_on_news(); },
                   .late = [this](Duration late) { log_.loop_was_late(late); }});
  // Timers that parts set when they were placed are due even without a guest or client.
  loop_.turn([] {});
}

Workbench::~Workbench() {
  broker_.reset();
  web_server_.reset();
  server_.reset();
  links_.clear();
  loop_.set_hooks({});
}

void Workbench::shut_down(Duration most) {
  watch_.reset();
  loader_.reset();
  // A second signal skips the wait for a client that does not read.
  bool hurried = false;
  boost::asio::signal_set signals(loop_.io());
  add_end_signals(signals);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    hurried = true;
    loop_.stop();
  });
  release_guests();
  run_for(kLastNews);
  loop_.turn([this] { hub_.finish(); });
  if (!drain_clients(hurried, most)) {
    spdlog::warn("a client or the broker did not drain in time; its last messages were dropped");
  }
}

void Workbench::release_guests() {
  // Every guest's last events come before any line is released.
  for (const auto& links : links_) links->drain();
  links_.clear();
}

/// False if a client did not read its last messages in time.
bool Workbench::drain_clients(const bool& hurried, Duration most) {
  int serving = 1 + (web_server_ ? 1 : 0) + (broker_ ? 1 : 0);
  const auto done = [&] {
    if (--serving == 0) loop_.stop();
  };
  server_->wind_up(done);
  if (web_server_) web_server_->wind_up(done);
  if (broker_) broker_->wind_up(done);
  if (serving > 0 && !hurried) run_for(most);
  broker_.reset();
  web_server_.reset();
  server_.reset();
  return serving == 0;
}

LinkContext Workbench::link_context(const Options& options) {
  return {loop_, bench_, options.socket, [this](const std::string& machine) {
            return qemu_.empty() ? commands_.announced(machine) : qemu_;
          }};
}

void Workbench::run_for(Duration most) {
  boost::asio::steady_timer timer(loop_.io(), most);
  timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) loop_.stop();
  });
  loop_.run();
}

Result<void> Workbench::serve_page(const PageOptions& page) {
  if (page.off) return {};
  auto server = server::WebServer::open(loop_, hub_, server::built_web_files(), page.address);
  if (server) {
    web_server_ = std::move(*server);
    return {};
  }
  if (page.address) return server.error();
  // It was not requested explicitly, and the bench works without it.
  spdlog::warn("no page is served: {}", server.error().message);
  return {};
}

Result<void> Workbench::join_broker(const BrokerOptions& options) {
  // Without a token, which is not for all who read the broker's topics.
  const std::string page = web_server_ ? web_server_->url() : "";
  auto link = BrokerLink::start(loop_, commands_, options, page.substr(0, page.find('?')));
  if (!link) return link.error();
  broker_ = std::move(*link);
  return {};
}

void Workbench::warn_of_unlinked_nets() const {
  if (broker_) return;
  for (std::uint32_t i = 0; i < bench_.pins().part_count(); ++i) {
    const auto* link = dynamic_cast<const mqtt::NetLink*>(&bench_.part(PartId{i}));
    if (link == nullptr) continue;
    spdlog::warn("part {} is not connected: --mqtt names the broker that shares its net",
                 bench_.pins().part_id(PartId{i}));
  }
}

void Workbench::watch_file() {
  loader_.emplace(
      loop_.io(), choices_, [this] { return bench_.plan(); },
      [this](Result<LoadedBoard> next) { loaded(std::move(next)); });
  auto watch = FileWatch::start(loop_.io(), file_, [this] { loader_->load(file_); });
  if (watch) {
    watch_.emplace(std::move(*watch));
    // It may have changed since it was read, before it was watched. Later, because a thread that
    // runs already would not be confined.
    boost::asio::post(loop_.io(), [this, alive = std::weak_ptr(alive_)] {
      if (!alive.expired() && loader_) loader_->load(file_);
    });
  } else {
    spdlog::warn("{}; edits have no effect until a restart", watch.error().message);
  }
}

void Workbench::loaded(Result<LoadedBoard> next) {
  if (!next) return not_loaded(next.error());
  const bool back = std::exchange(file_gone_, false);
  if (next->opened.text == text_) {
    if (back) spdlog::info("the board's file {} is back, unchanged", file_.string());
  } else {
    print_to_log(next->problem_lines);
    const auto done = replace_board(*next);
    if (!done) spdlog::warn("{}; the old board is kept", done.error().message);
  }
  // What is left of it, or of the board that it replaced.
  discard(std::move(*next));
}

void Workbench::not_loaded(const Error& error) {
  const bool gone = error.code == ErrorCode::not_found;
  const bool known = std::exchange(file_gone_, gone);
  if (!gone) {
    spdlog::warn("{}; the old board is kept", error.message);
  } else if (!known) {
    spdlog::warn("the board's file {} is gone; the old board is kept until the file is back",
                 file_.string());
  }
}

/// Exchanges the board, so that `next` has the previous one.
Result<void> Workbench::replace_board(LoadedBoard& next) {
  if (!next.prepared) return make_error(ErrorCode::invalid, "{} has errors", file_.string());
  PreparedBoard& prepared = *next.prepared;
  for (const auto& links : links_) {
    if (auto allowed = links->allow(prepared); !allowed) return allowed;
  }
  std::swap(text_, next.opened.text);
  for (const auto& links : links_) links->prune(prepared);
  loop_.turn([&] {
    commands_.exchange_board(next.opened.board);
    bench_.rewire(prepared);
    commands_.board_was_exchanged();
  });
  warn_of_unlinked_nets();
  spdlog::info("the board changed: it has {} parts now", bench_.pins().part_count());
  return {};
}

}  // namespace pinbridge::app
