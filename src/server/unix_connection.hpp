#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api/client_session.hpp"
#include "api/outbox.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge {

/// One client's socket: moves bytes between it and its session, never waiting for it.
class UnixConnection : public std::enable_shared_from_this<UnixConnection> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  /// How long a client that was told to go may take to read what is left for it.
  static constexpr std::chrono::seconds kFarewellTime{60};

  /// `closed` is called once, when it is over.
  UnixConnection(EventLoop& loop, Hub& hub, Socket socket,
                 std::function<void(UnixConnection&)> closed);

  void start() { read(); }
  /// Ends it at once.
  void close();

 private:
  void read();
  void send();
  void wake();

  EventLoop& loop_;
  Socket socket_;
  std::function<void(UnixConnection&)> closed_;
  boost::asio::steady_timer farewell_timer_;
  Outbox outbox_;
  std::optional<ClientSession> session_;  ///< gone once closed, though handlers may still hold this
  std::array<char, 65536> buffer_{};
  bool sending_ = false;
  bool wake_posted_ = false;
  bool dead_ = false;
};

}  // namespace pinbridge
