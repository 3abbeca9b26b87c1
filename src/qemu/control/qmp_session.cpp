#include "qemu/control/qmp_session.hpp"

#include <utility>

#include "loop/dialogue.hpp"

namespace pinbridge::qemu {

QmpSession::QmpSession(UnixSocket socket, Handlers handlers)
    : handlers_(std::move(handlers)),
      lines_(std::move(socket), "QEMU's QMP", kLongestQmpLine,
             {.on_line = [this](std::string_view line) { take(line); },
              .on_end =
                  [this](const std::string& why) {
                    if (handlers_.on_end) handlers_.on_end(why);
                  }}) {}

void QmpSession::take(std::string_view line) {
  QmpMessage message = decode_qmp(line);
  if (std::holds_alternative<QmpNoise>(message)) {
    lines_.end("QEMU sent a message that is not QMP");
  } else if (const auto* event = std::get_if<QmpEvent>(&message)) {
    if (!event->name.empty() && handlers_.on_event) handlers_.on_event(event->name);
  } else if (const auto* greeting = std::get_if<QmpGreeting>(&message)) {
    greet(greeting->version);
  } else {
    answer(std::get<QmpAnswer>(std::move(message)));
  }
}

void QmpSession::greet(Version version) {
  if (std::exchange(greeted_, true)) return lines_.end("QEMU greets twice");
  execute("qmp_capabilities", {},
          [this, version](const Result<boost::json::value>&) { handlers_.on_ready(version); });
}

void QmpSession::answer(QmpAnswer answer) {
  if (waiting_.empty()) return lines_.end("QEMU sent a response without a request");
  const Answered answered = std::exchange(waiting_.front(), {});
  waiting_.pop_front();
  if (answered) answered(std::move(answer.value));
  if (waiting_.empty() && !lines_.ended() && handlers_.on_idle) handlers_.on_idle();
}

void QmpSession::execute(std::string_view command, boost::json::object arguments,
                         Answered answered) {
  waiting_.push_back(std::move(answered));
  lines_.send(encode_qmp(command, std::move(arguments)));
}

boost::asio::awaitable<Result<boost::json::value>> QmpSession::ask(std::string_view command,
                                                                   boost::json::object arguments) {
  return completion_of<Result<boost::json::value>>(
      [this, command, arguments = std::move(arguments)](Answered answered) mutable {
        execute(command, std::move(arguments), std::move(answered));
      });
}

}  // namespace pinbridge::qemu
