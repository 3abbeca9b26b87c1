#include "qemu/control/qmp_codec.hpp"

#include <utility>

namespace pinbridge::qemu {
namespace {

namespace json = boost::json;

Version version_of(const json::value& greeting) {
  boost::system::error_code error;
  const auto* version = greeting.find_pointer("/version/qemu", error);
  if (version == nullptr || !version->is_object()) return {};
  const auto number = [&](const char* key) {
    const auto* part = version->as_object().if_contains(key);
    return part != nullptr && part->is_int64() ? static_cast<int>(part->as_int64()) : 0;
  };
  return {number("major"), number("minor")};
}

Error refusal(const json::object& message) {
  boost::system::error_code none;
  const auto* error = message.if_contains("error");
  const auto* why = error != nullptr ? error->find_pointer("/desc", none) : nullptr;
  return {ErrorCode::unsupported,
          fmt::format("QEMU reports: {}", why != nullptr ? json::serialize(*why) : "no")};
}

}  // namespace

std::string encode_qmp(std::string_view command, json::object arguments) {
  const json::object request{{"execute", command}, {"arguments", std::move(arguments)}};
  return json::serialize(request) + "\n";
}

QmpMessage decode_qmp(std::string_view line) {
  boost::system::error_code error;
  json::value message = json::parse(line, error);
  auto* object = error ? nullptr : message.if_object();
  if (object == nullptr) return QmpNoise{};
  if (const auto* event = object->if_contains("event")) {
    return QmpEvent{event->is_string() ? std::string(event->get_string()) : std::string()};
  }
  if (const auto* greeting = object->if_contains("QMP")) return QmpGreeting{version_of(*greeting)};
  if (auto* value = object->if_contains("return")) return QmpAnswer{std::move(*value)};
  return QmpAnswer{refusal(*object)};
}

}  // namespace pinbridge::qemu
