#pragma once

#include <msgpack.hpp>

#include "api/commands.hpp"
#include "base/result.hpp"

namespace pinbridge::api {

/// The map {pin, state} of the client protocol.
Result<PinSetting> as_pin_setting(const msgpack::object& object);

}  // namespace pinbridge::api
