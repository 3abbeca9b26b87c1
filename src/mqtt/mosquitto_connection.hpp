#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "loop/event_loop.hpp"
#include "mqtt/broker_login.hpp"
#include "mqtt/connection.hpp"

namespace pinbridge::mqtt {

/// A connection by libmosquitto, which runs on a thread of its own: it may wait for a name server,
/// for the broker and for files, and encrypts. The thread starts with the first connect(), so that
/// it is as confined as the caller then is. It reads no faster than the loop handles what was
/// received, and that at a limited rate.
class MosquittoConnection : public Connection {
 public:
  /// Received messages, in a burst and per second; the broker keeps further ones.
  static constexpr double kMessageBurst = 1000;
  static constexpr double kMessagesPerSecond = 1000;

  /// `loop` outlives it.
  MosquittoConnection(EventLoop& loop, BrokerLogin login);
  /// The thread ends soon, or with the process if it waits for the system. The broker publishes the
  /// last will if there was no disconnect().
  ~MosquittoConnection() override;

  /// Called within turns of the loop. Outlives the connection, or is replaced.
  void listen(ConnectionListener* listener) { listener_ = listener; }

  void connect() override;
  void publish(std::uint32_t id, Message message) override;
  void subscribe(const std::vector<std::string>& filters, Retained retained) override;
  void disconnect() override;

 private:
  struct Mailbox;
  class Worker;
  using Event = std::function<void(ConnectionListener&)>;

  bool start_thread();
  void handle(const Event& event);

  EventLoop& loop_;
  BrokerLogin login_;
  ConnectionListener* listener_ = nullptr;
  std::shared_ptr<Mailbox> mailbox_;
  bool has_thread_ = false;
};

}  // namespace pinbridge::mqtt
