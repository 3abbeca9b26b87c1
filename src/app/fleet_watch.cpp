#include "app/fleet_watch.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace pinbridge::app {

FleetWatch::FleetWatch(EventLoop& loop, const BrokerOptions& options, Hooks hooks)
    : hooks_(std::move(hooks)),
      // Without a last will: nothing watches it.
      connection_(loop, login_of(options, "pinbridge-fleet/" + random_text())),
      fleet_(connection_, options.address.prefix,
             {.opened =
                  [this] {
                    backoff_.reset();
                    wait_until_quiet();
                  },
              .closed = [this](const std::string& reason) { lost(reason); },
              .changed =
                  [this](const std::string& name) {
                    hooks_.changed(name);
                    wait_until_quiet();
                  }}),
      backoff_(std::random_device{}()),
      quiet_(loop.io()),
      retry_(loop.io()) {
  connection_.listen(&fleet_);
  fleet_.start();
}

FleetWatch::~FleetWatch() {
  connection_.listen(nullptr);
}

void FleetWatch::wait_until_quiet() {
  const Time now = std::chrono::steady_clock::now();
  wait_began_ = std::min(wait_began_, now);
  quiet_.expires_at(std::min(now + kQuiet, wait_began_ + kLongestWait));
  quiet_.async_wait([this](const boost::system::error_code& error) {
    if (!error) complete();
  });
}

void FleetWatch::complete() {
  fleet_.forget_unseen();
  quiet_.cancel();
  wait_began_ = Time::max();
  hooks_.complete();
}

void FleetWatch::lost(const std::string& reason) {
  quiet_.cancel();
  wait_began_ = Time::max();
  if (!hooks_.lost(reason)) return;
  retry_.expires_after(backoff_.next());
  retry_.async_wait([this](const boost::system::error_code& error) {
    if (!error) fleet_.start();
  });
}

}  // namespace pinbridge::app
