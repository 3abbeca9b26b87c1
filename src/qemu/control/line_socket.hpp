#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "loop/dialogue.hpp"
#include "loop/unix_socket.hpp"

namespace pinbridge::qemu {

/// A socket on the loop for lines of text, used by QMP and qtest. It is always read, and writing
/// never blocks.
class LineSocket {
 public:
  struct Handlers {
    /// A line, without its end.
    std::function<void(std::string_view line)> on_line;
    /// The peer has closed (no reason), its line has no end, or end() was called. Nothing is called
    /// afterwards. Not to destroy the socket inside.
    std::function<void(const std::string& why)> on_end;
  };

  /// `peer_name` ("QEMU's qtest") is for sentences. A line may have `longest` bytes, or a read
  /// more.
  LineSocket(UnixSocket socket, std::string peer_name, std::size_t longest, Handlers handlers);
  LineSocket(const LineSocket&) = delete;
  LineSocket& operator=(const LineSocket&) = delete;
  ~LineSocket();

  void send(std::string_view text);

  /// Takes, now, all that the peer has sent so far.
  void drain();

  /// Closes.
  void end(const std::string& why);
  bool ended() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< outlives us while a handler of the loop holds it
  Dialogue reading_;
};

}  // namespace pinbridge::qemu
