#include "links/native_gpio/qmp_session.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace pinbridge::native_gpio {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

/// A list of a large machine's objects has some 100 KB.
constexpr std::size_t kLongestMessage = 4 << 20;

std::string version_of(const json::value& greeting) {
  boost::system::error_code error;
  const auto* version = greeting.find_pointer("/QMP/version/qemu", error);
  if (version == nullptr || !version->is_object()) return {};
  const auto number = [&](const char* key) {
    const auto* part = version->as_object().if_contains(key);
    return part != nullptr && part->is_int64() ? part->as_int64() : 0;
  };
  return fmt::format("{}.{}", number("major"), number("minor"));
}

}  // namespace

struct QmpSession::State : std::enable_shared_from_this<State> {
  State(Socket peer, Handlers all) : socket(std::move(peer)), handlers(std::move(all)) {}

  void read() {
    asio::async_read_until(
        socket, asio::dynamic_buffer(received, kLongestMessage), '\n',
        [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
          if (self->ended) return;
          if (error == asio::error::not_found)
            return self->end("QEMU's QMP sends a line without end");
          if (error) return self->end("");
          const std::string line = self->received.substr(0, size);
          self->received.erase(0, size);
          self->take(line);
          if (!self->ended) self->read();
        });
  }

  void take(const std::string& line) {
    boost::system::error_code error;
    const json::value message = json::parse(line, error);
    const auto* object = error ? nullptr : message.if_object();
    if (object == nullptr) return end("QEMU says what is no QMP");
    if (const auto* event = object->if_contains("event")) {
      if (event->is_string() && handlers.on_event) handlers.on_event(event->get_string());
    } else if (object->contains("QMP")) {
      if (std::exchange(greeted, true)) return end("QEMU greets twice");
      version = version_of(message);
      execute("qmp_capabilities", {},
              [this](const Result<json::value>&) { handlers.on_ready(version); });
    } else {
      answer(*object);
    }
  }

  void answer(const json::object& message) {
    if (waiting.empty()) return end("QEMU answers what was not asked");
    const Answered answered = std::exchange(waiting.front(), {});
    waiting.pop_front();
    if (const auto* value = message.if_contains("return")) return answered(*value);
    boost::system::error_code none;
    const auto* error = message.if_contains("error");
    const auto* why = error != nullptr ? error->find_pointer("/desc", none) : nullptr;
    answered(make_error(ErrorCode::unsupported, "QEMU says: {}",
                        why != nullptr ? json::serialize(*why) : "no"));
  }

  void execute(std::string_view command, json::object arguments, Answered answered) {
    waiting.push_back(std::move(answered));
    const json::object request{{"execute", command}, {"arguments", std::move(arguments)}};
    unsent += json::serialize(request) + "\n";
    if (!writing) write();
  }

  void write() {
    writing = true;
    auto text = std::make_shared<std::string>(std::exchange(unsent, {}));
    asio::async_write(
        socket, asio::buffer(*text),
        [self = shared_from_this(), text](boost::system::error_code error, std::size_t) {
          self->writing = false;
          // A peer that closes is told by the read.
          if (!error && !self->ended && !self->unsent.empty()) self->write();
        });
  }

  void end(const std::string& why) {
    ended = true;
    boost::system::error_code ignored;
    socket.close(ignored);
    if (handlers.on_end) handlers.on_end(why);
  }

  Socket socket;
  Handlers handlers;
  std::string received;
  std::string unsent;
  std::string version;
  std::deque<Answered> waiting;
  bool greeted = false;
  bool writing = false;
  bool ended = false;
};

QmpSession::QmpSession(Socket socket, Handlers handlers)
    : state_(std::make_shared<State>(std::move(socket), std::move(handlers))) {
  state_->read();
}

QmpSession::~QmpSession() {
  state_->handlers = {};
  state_->ended = true;
  state_->waiting.clear();
  boost::system::error_code ignored;
  state_->socket.close(ignored);
}

void QmpSession::execute(std::string_view command, json::object arguments, Answered answered) {
  state_->execute(command, std::move(arguments), std::move(answered));
}

}  // namespace pinbridge::native_gpio
