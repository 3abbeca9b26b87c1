#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <msgpack.hpp>

#include "api/action.hpp"
#include "api/protocol.hpp"
#include "base/result.hpp"
#include "bench/bench.hpp"

// The messages of docs/reference/client-protocol.md: MessagePack-RPC, what they hold packed and
// unpacked.

namespace pinbridge::api {

inline constexpr int kProtocolVersion = 1;

/// MessagePack-RPC's first element.
enum class MessageType : std::uint8_t { request = 0, response = 1, notification = 2 };

using Packer = msgpack::packer<msgpack::sbuffer>;

/// A complete message.
inline std::string_view view(const msgpack::sbuffer& buffer) {
  return {buffer.data(), buffer.size()};
}

void pack_text(Packer& packer, std::string_view text);
/// A key of a map with a string as its value.
void pack_field(Packer& packer, std::string_view key, std::string_view text);
/// The key "time" with its value.
void pack_time(Packer& packer, Time time);
void pack_value(Packer& packer, const ControlValue& value);
/// The keys "controls" and "shows" with their values.
void pack_controls_and_shows(Packer& packer, const Part& part);
void pack_error(Packer& packer, const Error& error);

/// {pin, direction, state, time}
void pack_pin_state(Packer& packer, std::string_view name, PinState state, Time time);

/// The four fields of that, of a map that the caller opens.
void pack_pin_fields(Packer& packer, std::string_view name, PinState state, Time time);

/// An array of {pin, direction, state, time}, one for each of the pins, as they are now.
void pack_pin_states(Packer& packer, const Bench& bench, const std::vector<PinId>& pins);

/// {part, controls, shows, time}
void pack_part_state(Packer& packer, const Bench& bench, PartId part, Time time);

/// {action, …, time}: a set, a control or a press with its parameters
void pack_action(Packer& packer, const Action& action, Time time);

/// {pins, time}
void pack_pins_notice(Packer& packer, const Bench& bench, const std::vector<PinId>& pins,
                      Time time);

/// {part, type, controls, shows, pins}, with the pins' `states` by PinId.
void pack_listed_part(Packer& packer, const Bench& bench, PartId part,
                      std::span<const PinState> states);

/// Opens [1, id, error, result], of which the caller packs the last two.
void begin_response(Packer& packer, std::uint64_t id);

/// Opens [2, name, [ … ]] with one parameter, which the caller packs.
void begin_notification(Packer& packer, NotificationName name);

/// A notification `error`, for an error that does not belong to a request.
msgpack::sbuffer error_notification(const Error& error);

/// A text; `what` names it in the error.
Result<std::string> as_text(const msgpack::object& object, std::string_view what);

/// The value of a control or a pin: a whole number, a Boolean or a string.
Result<ControlValue> as_control_value(const msgpack::object& object, std::string_view what);

/// The value of a map's text key; nullptr if there is none.
const msgpack::object* find_key(const msgpack::object& map, std::string_view key);

}  // namespace pinbridge::api
