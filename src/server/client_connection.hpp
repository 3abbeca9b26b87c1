#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include "api/client_session.hpp"
#include "api/outbox.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge {

/// One client's connection: moves bytes between a wire and the client's session, never waiting for
/// it. What the wire is, the class derived from this knows.
class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
 public:
  /// How long a client that was told to go may take to read what is left for it.
  static constexpr std::chrono::seconds kFarewellTime{60};

  /// `closed` is called once, when it is over.
  ClientConnection(EventLoop& loop, Hub& hub, std::function<void(ClientConnection&)> closed);
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;
  virtual ~ClientConnection() = default;

  /// Begins to listen to the client.
  virtual void start() = 0;
  /// Ends it once the client has all that waits for it. What it sends meanwhile is read, so that it
  /// comes to reading, and not heeded.
  void end();
  /// Ends it at once.
  void close();

 protected:
  /// Sends all of it and calls sent(); `bytes` hold until then.
  virtual void write(std::string_view bytes) = 0;
  /// Ends the wire: handlers that are under way are called with an error.
  virtual void shut() = 0;

  /// Gives the session what came. False if there is no use in listening on.
  bool received(std::string_view bytes);
  void sent(boost::system::error_code error);

  EventLoop& loop() { return loop_; }
  bool closed() const { return dead_; }

 private:
  void wake();
  void send();

  EventLoop& loop_;
  std::function<void(ClientConnection&)> closed_;
  boost::asio::steady_timer farewell_timer_;
  Outbox outbox_;
  std::optional<ClientSession> session_;  ///< gone once closed, though handlers may still hold this
  bool sending_ = false;
  bool wake_posted_ = false;
  bool ending_ = false;
  bool dead_ = false;
};

}  // namespace pinbridge
