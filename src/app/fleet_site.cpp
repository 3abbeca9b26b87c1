#include "app/fleet_site.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pinbridge::app {

FleetSite::FleetSite(EventLoop& loop, const std::string& broker)
    : loop_(loop),
      bench_({}, {}, timers_, 0, std::chrono::steady_clock::now()),
      commands_(bench_, "fleet"),
      hub_(commands_, [this] { loop_.news(); }),
      page_(broker) {
  loop_.set_hooks({.begin = [this](Time now) { bench_.begin_turn(std::max(now, bench_.now())); },
                   .end = [this] { return timers_.next_due(); },
                   .gather = [this] { hub_.pass_on_news(); }});
}

FleetSite::~FleetSite() {
  server_.reset();
  loop_.set_hooks({});
}

Result<std::unique_ptr<FleetSite>> FleetSite::open(EventLoop& loop,
                                                   const server::WebAddress& address,
                                                   const std::string& broker) {
  std::unique_ptr<FleetSite> site(new FleetSite(loop, broker));
  auto server = server::WebServer::open(loop, site->hub_, site->page_.files(), address);
  if (!server) return server.error();
  site->server_ = std::move(*server);
  return site;
}

}  // namespace pinbridge::app
