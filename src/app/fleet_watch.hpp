#pragma once

#include <functional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "app/broker_options.hpp"
#include "base/time.hpp"
#include "loop/event_loop.hpp"
#include "mqtt/backoff.hpp"
#include "mqtt/fleet.hpp"
#include "mqtt/mosquitto_connection.hpp"

namespace pinbridge::app {

/// The benches of a broker, watched for as long as this lives. It connects again if it must.
class FleetWatch {
 public:
  struct Hooks {
    /// The list is as the broker has it: some time after each connection, and after each change.
    std::function<void()> complete;
    std::function<void(const std::string& name)> changed;
    /// There is no connection. True: to be tried again.
    std::function<bool(const std::string& reason)> lost;
  };
  /// The broker has sent all that it has retained if it has sent nothing for so long.
  static constexpr std::chrono::milliseconds kQuiet{400};
  /// Where it never rests, the list is taken for complete after this time.
  static constexpr std::chrono::seconds kLongestWait{2};

  /// `loop` outlives it.
  FleetWatch(EventLoop& loop, const BrokerOptions& options, Hooks hooks);
  ~FleetWatch();

  const mqtt::Fleet& fleet() const { return fleet_; }

 private:
  void wait_until_quiet();
  void complete();
  void lost(const std::string& reason);

  Hooks hooks_;
  mqtt::MosquittoConnection connection_;
  mqtt::Fleet fleet_;
  mqtt::Backoff backoff_;
  boost::asio::steady_timer quiet_;
  Time wait_began_ = Time::max();  ///< max: it does not wait
  boost::asio::steady_timer retry_;
};

}  // namespace pinbridge::app
