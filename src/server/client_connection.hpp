#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include "api/client_session.hpp"
#include "api/outbox.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::server {

/// One client's connection: moves bytes between a wire and the client's session, never waiting for
/// it. What the wire is, the class derived from this knows.
class ClientConnection : public Sender, public std::enable_shared_from_this<ClientConnection> {
 public:
  /// The deadline for a client that is being disconnected to read its last messages.
  static constexpr std::chrono::seconds kFarewellTime{60};

  /// `closed` is called once, when it is over.
  ClientConnection(EventLoop& loop, api::Hub& hub, std::function<void(ClientConnection&)> closed);

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
  /// Closes the connection: pending handlers are called with an error.
  virtual void shut() = 0;

  /// Passes received bytes to the session: as many messages as a turn has time for. `bytes` is the
  /// rest. False if it should stop listening.
  bool received(std::string_view& bytes);
  /// Whether received_later() is to be called: there is a rest, or a request that takes longer than
  /// a turn.
  bool has_more(std::string_view rest) const { return !rest.empty() || busy(); }
  /// Passes that rest in later turns, so that others are served in between. The client is not to be
  /// read meanwhile. False if it should stop listening.
  boost::asio::awaitable<bool> received_later(std::string rest);
  void sent(boost::system::error_code error);

  EventLoop& loop() { return loop_; }
  bool closed() const { return dead_; }

 private:
  bool received(std::string_view& bytes, const api::Enough& enough);
  bool busy() const { return session_ && session_->busy(); }
  void end_outbox();
  void wake();
  void send_soon(Priority priority);
  void send() override;

  EventLoop& loop_;
  std::function<void(ClientConnection&)> closed_;
  boost::asio::steady_timer farewell_timer_;
  api::Outbox outbox_;
  std::optional<api::ClientSession>
      session_;  ///< gone once closed, though handlers may still hold this
  bool sending_ = false;
  bool woken_ = false;  ///< it has messages, and waits for the end of the turn
  bool ending_ = false;
  bool dead_ = false;
};

}  // namespace pinbridge::server
