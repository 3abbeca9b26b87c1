#pragma once

#include <memory>
#include <string>

#include "api/commands.hpp"
#include "api/hub.hpp"
#include "app/fleet_page.hpp"
#include "base/result.hpp"
#include "bench/bench.hpp"
#include "loop/event_loop.hpp"
#include "server/web_server.hpp"

namespace pinbridge::app {

/// Serves the page of a fleet: the web server of a bench without parts, with another page.
class FleetSite {
 public:
  /// `loop` outlives it. `broker` is where the benches are, for people.
  static Result<std::unique_ptr<FleetSite>> open(EventLoop& loop, const server::WebAddress& address,
                                                 const std::string& broker);
  ~FleetSite();

  void show(const mqtt::Fleet& fleet) { page_.show(fleet); }
  std::string url() const { return server_->url(); }

 private:
  FleetSite(EventLoop& loop, const std::string& broker);

  EventLoop& loop_;
  TimerQueue timers_;
  Bench bench_;
  api::Commands commands_;
  api::Hub hub_;
  FleetPage page_;
  std::unique_ptr<server::WebServer> server_;
};

}  // namespace pinbridge::app
