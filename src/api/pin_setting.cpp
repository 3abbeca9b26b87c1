#include "api/pin_setting.hpp"

#include "api/message.hpp"

namespace pinbridge::api {

Result<PinSetting> as_pin_setting(const msgpack::object& object) {
  const msgpack::object* pin = find_key(object, "pin");
  const msgpack::object* state = find_key(object, "state");
  if (!pin || !state) {
    return make_error(ErrorCode::invalid,
                      "a setting is a map of two: {{\"pin\": \"vm:3\", \"state\": \"high\"}}");
  }
  const auto name = as_text(*pin, "pin");
  if (!name) return name.error();
  const auto value = as_control_value(*state, "state");
  if (!value) return value.error();
  const auto drive = parse_hand_drive(to_string(*value));
  if (!drive) return drive.error();
  return PinSetting{*name, *drive};
}

}  // namespace pinbridge::api
