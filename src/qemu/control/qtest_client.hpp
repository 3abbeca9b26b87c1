#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "qemu/control/line_socket.hpp"
#include "qemu/control/qtest_command.hpp"

namespace pinbridge::qemu {

/// QEMU's qtest socket on the loop. It is always read, because QEMU and its machine block until
/// their output is read.
class QtestClient {
 public:
  using Answered = std::function<void(Result<std::uint64_t>)>;

  struct Handlers {
    /// An intercepted output's level, by its number.
    std::function<void(std::uint32_t number, bool level)> on_output;
    /// All commands so far are answered.
    std::function<void()> on_idle;
    /// QEMU has closed, or sent something that is not qtest (the message). Nothing is called
    /// afterwards. The client must not be destroyed inside.
    std::function<void(const std::string& why)> on_end;
  };

  QtestClient(UnixSocket socket, Handlers handlers);
  QtestClient(const QtestClient&) = delete;
  QtestClient& operator=(const QtestClient&) = delete;

  void set_input(const QtestPath& device, LineOffset line, InputLevel level);
  void intercept(const QtestPath& device, std::string_view outputs, Answered answered);
  /// The same for a dialogue, which ends where it is if the client ends first. What is given
  /// outlives the answer.
  boost::asio::awaitable<Result<std::uint64_t>> ask_to_intercept(const QtestPath& device,
                                                                 std::string_view outputs);
  void read(std::uint64_t address, int bytes, Answered answered);
  void write(std::uint64_t address, int bytes, std::uint32_t value);

  /// Reads, now, all that QEMU has sent so far.
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

}  // namespace pinbridge::qemu
