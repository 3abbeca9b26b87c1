#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json.hpp>

#include "base/result.hpp"

namespace pinbridge::native_gpio {

/// QMP with a QEMU that runs, on the loop. Commands are answered in their order.
class QmpSession {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;
  /// The answer, or ErrorCode::unsupported with QEMU's own sentence.
  using Answered = std::function<void(const Result<boost::json::value>&)>;

  struct Handlers {
    /// QEMU's greeting: "10.0". Commands may follow.
    std::function<void(const std::string& version)> on_ready;
    std::function<void(std::string_view event)> on_event;
    /// QEMU has closed, or says what is no QMP (the sentence). Nothing is called afterwards. Not to
    /// destroy the session inside.
    std::function<void(const std::string& why)> on_end;
  };

  QmpSession(Socket socket, Handlers handlers);
  QmpSession(const QmpSession&) = delete;
  QmpSession& operator=(const QmpSession&) = delete;
  ~QmpSession();

  void execute(std::string_view command, boost::json::object arguments, Answered answered);

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< outlives us while a handler of the loop holds it
};

}  // namespace pinbridge::native_gpio
