#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "base/result.hpp"
#include "links/native_gpio/line_socket.hpp"
#include "qemu/probe.hpp"

namespace pinbridge::native_gpio {

/// QMP with a QEMU that runs, on the loop. Commands are answered in their order.
class QmpSession {
 public:
  using Socket = LineSocket::Socket;
  /// The answer, or ErrorCode::unsupported with QEMU's own sentence.
  using Answered = std::function<void(const Result<boost::json::value>&)>;

  struct Handlers {
    /// QEMU has greeted. Commands may follow.
    std::function<void(qemu::Version version)> on_ready;
    std::function<void(std::string_view event)> on_event;
    /// QEMU has closed, or says what is no QMP (the sentence). Nothing is called afterwards. Not to
    /// destroy the session inside.
    std::function<void(const std::string& why)> on_end;
  };

  QmpSession(Socket socket, Handlers handlers);
  QmpSession(const QmpSession&) = delete;
  QmpSession& operator=(const QmpSession&) = delete;

  void execute(std::string_view command, boost::json::object arguments, Answered answered);

 private:
  void take(std::string_view line);
  void answer(const boost::json::object& message);

  Handlers handlers_;
  qemu::Version version_;
  std::deque<Answered> waiting_;
  bool greeted_ = false;
  LineSocket lines_;  ///< the last: it calls the rest
};

}  // namespace pinbridge::native_gpio
