#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "links/native_gpio/line_socket.hpp"
#include "links/native_gpio/qtest_command.hpp"

namespace pinbridge::native_gpio {

/// QEMU's qtest socket on the loop: always read, for QEMU waits with all of its machine until what
/// it says is taken.
class QtestClient {
 public:
  using Socket = LineSocket::Socket;
  /// The value of a read, 0 of another command; or what QEMU answers in place of OK.
  using Answered = std::function<void(const Result<std::uint64_t>&)>;

  struct Handlers {
    /// An intercepted output's level, by its number.
    std::function<void(std::uint32_t number, bool level)> on_output;
    /// All commands so far are answered.
    std::function<void()> on_idle;
    /// QEMU has closed, or says what is no qtest (the sentence). Nothing is called afterwards. Not
    /// to destroy the client inside.
    std::function<void(const std::string& why)> on_end;
  };

  QtestClient(Socket socket, Handlers handlers);
  QtestClient(const QtestClient&) = delete;
  QtestClient& operator=(const QtestClient&) = delete;

  void set_input(const QtestPath& device, LineOffset line, InputLevel level);
  void intercept(const QtestPath& device, std::string_view outputs, Answered answered);
  void read(std::uint64_t address, int bytes, Answered answered);

  /// Takes, now, all that QEMU has said so far.
  void drain() { lines_.drain(); }

  /// Commands that QEMU has not answered yet.
  std::size_t unanswered() const { return waiting_.size(); }

 private:
  void take(std::string_view line);
  void answer(const Result<std::uint64_t>& result);
  void send(std::string_view command, Answered answered);

  Handlers handlers_;
  std::deque<Answered> waiting_;
  LineSocket lines_;  ///< the last: it calls the rest
};

}  // namespace pinbridge::native_gpio
