#pragma once

#include <array>
#include <memory>

#include <boost/asio/local/stream_protocol.hpp>

#include "server/client_connection.hpp"

namespace pinbridge {

/// A client on a Unix socket.
class UnixConnection : public ClientConnection {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  UnixConnection(EventLoop& loop, Hub& hub, Socket socket,
                 std::function<void(ClientConnection&)> closed);

  void start() override;

 private:
  void write(std::string_view bytes) override;
  void shut() override;
  std::shared_ptr<UnixConnection> self();

  Socket socket_;
  std::array<char, 65536> buffer_{};
};

}  // namespace pinbridge
