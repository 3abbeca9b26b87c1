#include "links/native_gpio/qmp_session.hpp"

#include <utility>

namespace pinbridge::native_gpio {
namespace {

namespace json = boost::json;

/// A list of a large machine's objects has some 100 KB.
constexpr std::size_t kLongestMessage = 4 << 20;

qemu::Version version_of(const json::value& greeting) {
  boost::system::error_code error;
  const auto* version = greeting.find_pointer("/QMP/version/qemu", error);
  if (version == nullptr || !version->is_object()) return {};
  const auto number = [&](const char* key) {
    const auto* part = version->as_object().if_contains(key);
    return part != nullptr && part->is_int64() ? static_cast<int>(part->as_int64()) : 0;
  };
  return {number("major"), number("minor")};
}

}  // namespace

QmpSession::QmpSession(Socket socket, Handlers handlers)
    : handlers_(std::move(handlers)),
      lines_(std::move(socket), "QEMU's QMP", kLongestMessage,
             {.on_line = [this](std::string_view line) { take(line); },
              .on_end =
                  [this](const std::string& why) {
                    if (handlers_.on_end) handlers_.on_end(why);
                  }}) {}

void QmpSession::take(std::string_view line) {
  boost::system::error_code error;
  const json::value message = json::parse(line, error);
  const auto* object = error ? nullptr : message.if_object();
  if (object == nullptr) return lines_.end("QEMU says what is no QMP");
  if (const auto* event = object->if_contains("event")) {
    if (event->is_string() && handlers_.on_event) handlers_.on_event(event->get_string());
  } else if (object->contains("QMP")) {
    if (std::exchange(greeted_, true)) return lines_.end("QEMU greets twice");
    version_ = version_of(message);
    execute("qmp_capabilities", {},
            [this](const Result<json::value>&) { handlers_.on_ready(version_); });
  } else {
    answer(*object);
  }
}

void QmpSession::answer(const json::object& message) {
  if (waiting_.empty()) return lines_.end("QEMU answers what was not asked");
  const Answered answered = std::exchange(waiting_.front(), {});
  waiting_.pop_front();
  if (const auto* value = message.if_contains("return")) return answered(*value);
  boost::system::error_code none;
  const auto* error = message.if_contains("error");
  const auto* why = error != nullptr ? error->find_pointer("/desc", none) : nullptr;
  answered(make_error(ErrorCode::unsupported, "QEMU says: {}",
                      why != nullptr ? json::serialize(*why) : "no"));
}

void QmpSession::execute(std::string_view command, json::object arguments, Answered answered) {
  waiting_.push_back(std::move(answered));
  const json::object request{{"execute", command}, {"arguments", std::move(arguments)}};
  lines_.send(json::serialize(request) + "\n");
}

}  // namespace pinbridge::native_gpio
