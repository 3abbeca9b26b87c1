#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace pinbridge::mqtt {

struct Message {
  std::string topic;
  std::string payload;
  bool retain = false;

  friend bool operator==(const Message&, const Message&) = default;
};

/// Of a subscription: whether the broker sends what it has retained.
enum class Retained : std::uint8_t { skipped, sent };

/// Why a connection has ended, or was not made.
struct Closed {
  std::string reason;
  bool replaced = false;  ///< another client has connected under the same name
};

/// Is notified of what a broker does. Called within turns of the loop, never from within a call of
/// the connection.
class ConnectionListener {
 public:
  ConnectionListener() = default;
  ConnectionListener(const ConnectionListener&) = delete;
  ConnectionListener& operator=(const ConnectionListener&) = delete;
  virtual ~ConnectionListener() = default;

  virtual void opened() = 0;
  virtual void closed(const Closed& closed) = 0;
  /// The broker has taken the message, or refused it: with ErrorCode::busy if it may take the
  /// message later.
  virtual void acknowledged(std::uint32_t id, const Result<void>& result) = 0;
  virtual void received(const Message& message) = 0;
  /// A subscription was refused.
  virtual void not_subscribed(const std::string& filter, const std::string& reason) = 0;
};

/// A connection to a broker. Its methods return at once, whatever the broker does.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// Makes one attempt: opened() or closed() follows. Not while one is open.
  virtual void connect() = 0;
  /// At QoS 1, in the order of the calls. acknowledged() follows, unless closed() does: it is then
  /// unknown whether the broker has the message.
  virtual void publish(std::uint32_t id, Message message) = 0;
  virtual void subscribe(const std::vector<std::string>& filters, Retained retained) = 0;
  /// Ends it without the last will: closed() follows.
  virtual void disconnect() = 0;
};

}  // namespace pinbridge::mqtt
