#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>

#include "base/result.hpp"
#include "qemu/control/line_socket.hpp"
#include "qemu/control/qmp_codec.hpp"
#include "qemu/control/version.hpp"

namespace pinbridge::qemu {

/// QMP with a QEMU that runs, on the loop. Commands are answered in their order.
class QmpSession {
 public:
  using Answered = std::function<void(Result<boost::json::value>)>;

  struct Handlers {
    /// QEMU has greeted. Commands may follow.
    std::function<void(qemu::Version version)> on_ready;
    std::function<void(std::string_view event)> on_event;
    /// All commands so far are answered.
    std::function<void()> on_idle = {};
    /// QEMU has closed, or sent something that is not QMP (the message). Nothing is called
    /// afterwards. The session must not be destroyed inside.
    std::function<void(const std::string& why)> on_end;
  };

  QmpSession(UnixSocket socket, Handlers handlers);
  QmpSession(const QmpSession&) = delete;
  QmpSession& operator=(const QmpSession&) = delete;

  /// `answered` may be empty.
  void execute(std::string_view command, boost::json::object arguments, Answered answered);

  /// The same for a dialogue, which ends where it is if the session ends first. `command` outlives
  /// the answer.
  boost::asio::awaitable<Result<boost::json::value>> ask(std::string_view command,
                                                         boost::json::object arguments);

  /// Commands that QEMU has not answered yet.
  std::size_t unanswered() const { return waiting_.size(); }

 private:
  void take(std::string_view line);
  void greet(Version version);
  void answer(QmpAnswer answer);

  Handlers handlers_;
  std::deque<Answered> waiting_;
  bool greeted_ = false;
  LineSocket lines_;  ///< the last: it calls the rest
};

}  // namespace pinbridge::qemu
