#pragma once

#include <memory>
#include <string>

#include "loop/dialogue.hpp"
#include "loop/unix_socket.hpp"
#include "server/client_connection.hpp"

namespace pinbridge::server {

/// A client on a Unix socket.
class UnixConnection : public ClientConnection {
 public:
  UnixConnection(EventLoop& loop, api::Hub& hub, UnixSocket socket,
                 std::function<void(ClientConnection&)> closed);

  void start() override;

 private:
  void write(std::string_view bytes) override;
  void shut() override;
  static Dialogue::Steps serve(std::shared_ptr<UnixConnection> self);
  /// What a turn had no time for is put into `rest`. False if there is no use in listening on.
  bool read(std::string& rest);
  std::shared_ptr<UnixConnection> self();

  UnixSocket socket_;
  Dialogue serving_;
};

}  // namespace pinbridge::server
