#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/commands.hpp"
#include "app/broker_options.hpp"
#include "base/result.hpp"
#include "loop/event_loop.hpp"
#include "mqtt/mosquitto_connection.hpp"
#include "mqtt/session.hpp"

namespace pinbridge::app {

/// A bench on a broker, for as long as it lives.
class BrokerLink {
 public:
  /// Fails if `options` name a pin that the board does not have. `page` is the address of the
  /// bench's page; empty: none. `loop` and `commands` outlive it. It connects once the loop runs.
  static Result<std::unique_ptr<BrokerLink>> start(EventLoop& loop, api::Commands& commands,
                                                   const BrokerOptions& options,
                                                   const std::string& page);
  ~BrokerLink();

  /// Publishes what is queued and that the bench is offline, and calls `done`.
  void wind_up(std::function<void()> done);

 private:
  BrokerLink(EventLoop& loop, api::Commands& commands, const BrokerOptions& options,
             mqtt::Topics topics, mqtt::Session::Options session);

  EventLoop& loop_;
  std::shared_ptr<void> alive_;
  mqtt::MosquittoConnection connection_;
  std::optional<mqtt::Session> session_;
};

}  // namespace pinbridge::app
