#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include "app/fleet_site.hpp"
#include "app/fleet_watch.hpp"
#include "base/printable.hpp"
#include "cli/broker_arguments.hpp"
#include "cli/client_command.hpp"
#include "cli/commands.hpp"
#include "cli/duration_option.hpp"
#include "cli/exit_status.hpp"
#include "cli/sandbox.hpp"
#include "loop/end_signals.hpp"
#include "server/web_address.hpp"

namespace pinbridge::cli {
namespace {

using mqtt::Fleet;
using mqtt::FleetBench;

struct FleetOptions {
  BrokerArguments broker;
  bool json = false;
  bool follow = false;
  std::string http;
  Duration timeout = std::chrono::seconds(10);
  bool no_sandbox = false;

  bool goes_on() const { return follow || !http.empty(); }
};

/// Text from outside: JSON is UTF-8.
boost::json::object as_json(const std::string& name, const FleetBench& bench) {
  return {{"name", printable(name)},         {"state", bench.online ? "online" : "offline"},
          {"board", printable(bench.board)}, {"version", printable(bench.version)},
          {"control", bench.control},        {"page", printable(bench.page)},
          {"utc", printable(bench.utc)}};
}

constexpr std::size_t kLongestName = 100;
/// Longer names move only their own line.
constexpr std::size_t kWidestColumn = 40;

std::string shown(const std::string& text) {
  return shortened(printable(text), kLongestName);
}

void print_bench(const std::string& name, const FleetBench& bench, std::size_t width) {
  std::string line =
      fmt::format("{:<{}}  {}", shown(name), width, bench.online ? "online " : "offline");
  if (!bench.board.empty()) line += "  " + shown(bench.board);
  if (bench.online && !bench.page.empty()) line += "  " + printable(bench.page);
  fmt::print("{}\n", line);
}

void print_list(const Fleet& fleet) {
  std::size_t width = 0;
  for (const auto& [name, bench] : fleet.benches()) {
    width = std::max(width, std::min(shown(name).size(), kWidestColumn));
  }
  for (const auto& [name, bench] : fleet.benches()) print_bench(name, bench, width);
}

void print_json_list(const Fleet& fleet, bool follows) {
  boost::json::array all;
  for (const auto& [name, bench] : fleet.benches()) {
    auto object = as_json(name, bench);
    if (follows) {
      print_json(object);
    } else {
      all.push_back(std::move(object));
    }
  }
  if (!follows) print_json(all);
}

void print_change(const Fleet& fleet, const std::string& name, bool json) {
  const auto found = fleet.benches().find(name);
  if (json) {
    print_json(found == fleet.benches().end()
                   ? boost::json::object{{"name", printable(name)}, {"state", "gone"}}
                   : as_json(name, found->second));
  } else if (found == fleet.benches().end()) {
    fmt::print("{}  gone\n", shown(name));
  } else {
    print_bench(name, found->second, 0);
  }
  std::fflush(stdout);
}

/// Lists the benches of a broker, and goes on to report changes or to serve the page.
class FleetRun {
 public:
  FleetRun(const FleetOptions& options, const app::BrokerOptions& broker)
      : options_(options), broker_(broker) {}

  Result<int> run() {
    loop_.set_hooks({.begin = [](Time) {}, .end = [] { return Time::max(); }});
    if (!options_.http.empty()) {
      if (auto served = serve(); !served) return served.error();
    }
    boost::asio::signal_set signals(loop_.io());
    add_end_signals(signals);
    signals.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) loop_.stop();
    });
    boost::asio::steady_timer timeout(loop_.io(), options_.timeout);
    timeout.async_wait([this](const boost::system::error_code& error) {
      if (!error && !listed_ && !options_.goes_on()) fail("the broker has not answered in time");
    });
    watch_.emplace(loop_, broker_,
                   app::FleetWatch::Hooks{.complete = [this] { complete(); },
                                          .changed = [this](const auto& name) { changed(name); },
                                          .lost = [this](const auto& why) { return lost(why); }});
    if (options_.goes_on()) confine_unless(options_.no_sandbox, files_of_broker(broker_));
    loop_.run();
    watch_.reset();
    if (failure_) return *failure_;
    return kSuccess;
  }

 private:
  Result<void> serve() {
    const auto address = server::WebAddress::parse(options_.http);
    if (!address) {
      return make_error(ErrorCode::invalid,
                        "--http: \"{}\" is not an address; write ADDRESS:PORT, such as "
                        "127.0.0.1:8090 or [::1]:8090",
                        options_.http);
    }
    auto site = app::FleetSite::open(loop_, *address, broker_.address.text());
    if (!site) return site.error();
    site_ = std::move(*site);
    spdlog::info("the fleet's page: {}", site_->url());
    return {};
  }

  void complete() {
    if (site_) site_->show(watch_->fleet());
    if (std::exchange(listed_, true)) return;
    if (!site_ || options_.follow) print_all();
    if (!options_.goes_on()) loop_.stop();
  }

  void print_all() {
    const Fleet& fleet = watch_->fleet();
    if (options_.json) {
      print_json_list(fleet, options_.follow);
    } else {
      print_list(fleet);
    }
    std::fflush(stdout);
    if (fleet.benches().empty()) {
      fmt::print(stderr, "there are no benches below {}/ that this user may read\n",
                 broker_.address.prefix);
    }
    if (fleet.left_out() > 0) {
      fmt::print(stderr, "more than {} benches: the rest is left out\n", Fleet::kMostBenches);
    }
  }

  void changed(const std::string& name) {
    if (listed_ && options_.follow) print_change(watch_->fleet(), name, options_.json);
  }

  bool lost(const std::string& reason) {
    // A subscription that was refused is refused again.
    if (!options_.goes_on() || watch_->fleet().is_connected()) {
      fail(reason);
      return false;
    }
    if (site_) site_->show(watch_->fleet());
    if (std::exchange(last_failure_, reason) != reason) {
      spdlog::warn("{}: not connected: {}; will try again", broker_.address.text(),
                   printable(reason));
    }
    return true;
  }

  void fail(const std::string& reason) {
    failure_ = make_error(ErrorCode::system, "{}: not connected: {}", broker_.address.text(),
                          printable(reason));
    loop_.stop();
  }

  const FleetOptions& options_;
  const app::BrokerOptions& broker_;
  EventLoop loop_;
  std::unique_ptr<app::FleetSite> site_;
  std::optional<app::FleetWatch> watch_;
  bool listed_ = false;
  std::string last_failure_;
  std::optional<Error> failure_;
};

Result<int> show_fleet(const FleetOptions& options) {
  const auto broker = options.broker.read();
  if (!broker) return broker.error();
  std::signal(SIGPIPE, SIG_IGN);
  return FleetRun(options, **broker).run();
}

}  // namespace

void add_fleet_command(Program& program) {
  auto& command = program.add(group::kBoards, "fleet", "List the benches on an MQTT broker");
  auto options = std::make_shared<FleetOptions>();
  options->broker.add_login_to(command)->required();
  add_json_option(command, options->json);
  command.add_flag("--follow", options->follow, "go on, and print each change of a bench");
  command
      .add_option("--http", options->http,
                  "go on, and serve a page that lists the benches and opens theirs")
      ->type_name("ADDRESS:PORT");
  add_duration_option(command, "--timeout", options->timeout,
                      "how long to wait for the broker (default: 10s)");
  add_sandbox_option(command, options->no_sandbox);
  command
      .details(
          "The benches are those that --mqtt publishes below the same prefix, also those that "
          "are offline.")
      .example("pinbridge fleet --mqtt mqtt://localhost/lab", "list all benches and their pages")
      .example("pinbridge fleet --mqtt mqtt://localhost/lab --http localhost:8090",
               "serve them as a page")
      .does([options] { return show_fleet(*options); });
}

}  // namespace pinbridge::cli
