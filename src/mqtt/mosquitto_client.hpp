#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <mosquitto.h>

#include "base/result.hpp"
#include "mqtt/broker_login.hpp"
#include "mqtt/connection.hpp"

namespace pinbridge::mqtt {

/// One connection of libmosquitto, used by one thread, which may block in open(). Any method may
/// call the events; after a failure, reported by closed(), only the destructor may be called. If an
/// event throws, the connection is closed.
class MosquittoClient {
 public:
  /// Of a packet from the broker, which drops larger ones: libmosquitto would allocate up to 256 MB
  /// for what any client of the broker sends.
  static constexpr std::uint32_t kLargestPacket = 128 * 1024;

  struct Events {
    std::function<void()> opened;
    std::function<void(std::uint32_t, Result<void>)> acknowledged;
    /// A payload that is longer than kLargestReceived is cut.
    std::function<void(Message)> received;
    std::function<void(std::string filter, std::string reason)> not_subscribed;
  };

  explicit MosquittoClient(Events events) : events_(std::move(events)) {}
  MosquittoClient(const MosquittoClient&) = delete;
  MosquittoClient& operator=(const MosquittoClient&) = delete;

  /// Resolves the name and connects, for as long as the system takes. The broker's answer follows
  /// from serve().
  void open(const BrokerLogin& login);
  void publish(std::uint32_t id, const Message& message);
  /// Where retained messages are sent, these alone have the flag; otherwise it is as published.
  void subscribe(const std::string& filter, Retained retained);
  void disconnect();

  int socket() const { return mosquitto_socket(client_.get()); }
  /// With TLS, until the broker has accepted the login.
  bool in_handshake() const { return tls_ && !open_; }
  /// Whether to wait until the socket is writable. Not in the handshake, where the library may want
  /// to write what has to wait for the broker, although the socket has room.
  bool wants_to_write() const { return !in_handshake() && mosquitto_want_write(client_.get()); }
  /// Reads and writes what the socket is ready for, and keeps the connection alive. Called at least
  /// once a second.
  void serve(bool readable, bool writable);

  bool is_open() const { return open_; }
  const std::optional<Closed>& closed() const { return closed_; }
  /// Ends it for a reason of ours.
  void give_up(std::string reason) { close({std::move(reason)}); }

 private:
  struct Destroy {
    void operator()(mosquitto* client) const { mosquitto_destroy(client); }
  };

  void set_callbacks();
  template <class Action>
  static void call_back(void* self, Action action);
  bool configure(const BrokerLogin& login);
  int connect(const BrokerAddress& address);
  bool check(int result);
  void close(Closed closed);
  void on_connect(int reason);
  void on_disconnect(int reason);
  void on_publish(int mid, int reason);
  void on_subscribe(int mid, int count, const int* granted);
  void on_message(const mosquitto_message& message);
  void on_log(int level, const char* text);

  Events events_;
  std::unique_ptr<mosquitto, Destroy> client_;
  bool tls_ = false;
  bool open_ = false;
  std::optional<Closed> closed_;
  std::string last_error_;  ///< of the library's log: what a TLS error was about
  std::map<int, std::uint32_t> ids_;
  std::map<int, std::string> filters_;
};

}  // namespace pinbridge::mqtt
