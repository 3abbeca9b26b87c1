#include "mqtt/command_runner.hpp"

#include "base/printable.hpp"
#include "mqtt/payloads.hpp"

namespace pinbridge::mqtt {
namespace {

template <class T>
Result<void> without_value(const Result<T>& result) {
  if (!result) return result.error();
  return {};
}

/// What a topic names, and the payload of the message.
class Runner {
 public:
  Runner(api::Commands& commands, std::string_view payload)
      : commands_(commands), payload_(payload) {}

  Result<void> operator()(const SetTopic& topic) const {
    const auto drive = parse_set(payload_);
    if (!drive) return drive.error();
    return without_value(commands_.set({{topic.pin, *drive}}));
  }
  Result<void> operator()(const ControlTopic& topic) const {
    const auto value = parse_control(payload_);
    if (!value) return value.error();
    return without_value(commands_.control(topic.part, topic.control, *value));
  }
  Result<void> operator()(const PressTopic& topic) const {
    const auto hold = parse_press(payload_);
    if (!hold) return hold.error();
    return without_value(commands_.press(topic.part + ":" + topic.control, *hold));
  }

 private:
  api::Commands& commands_;
  std::string_view payload_;
};

}  // namespace

Result<void> run_command(api::Commands& commands, const Topics& topics, const Message& message) {
  const auto topic = topics.parse_command(message.topic);
  if (!topic) {
    return make_error(ErrorCode::not_found,
                      "\"{}\" is not the topic of a command; see docs/how-to/mqtt.md",
                      shortened(printable(message.topic)));
  }
  if (message.retain) {
    return make_error(ErrorCode::unsupported,
                      "the command is retained, and would be repeated at each connection; publish "
                      "it without the retain flag");
  }
  return std::visit(Runner(commands, message.payload), *topic);
}

}  // namespace pinbridge::mqtt
