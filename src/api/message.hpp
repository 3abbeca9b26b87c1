#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <msgpack.hpp>

#include "base/result.hpp"
#include "bench/bench.hpp"

// The messages of docs/client-protocol.md: MessagePack-RPC, what they hold packed and unpacked.

namespace pinbridge {

inline constexpr int kProtocolVersion = 1;

/// MessagePack-RPC's first element.
enum class MessageType : std::uint8_t { request = 0, response = 1, notification = 2 };

using Packer = msgpack::packer<msgpack::sbuffer>;

/// A whole message of its own.
inline std::string_view view(const msgpack::sbuffer& buffer) {
  return {buffer.data(), buffer.size()};
}

void pack_text(Packer& packer, std::string_view text);
/// A map's key with a text for its value.
void pack_field(Packer& packer, std::string_view key, std::string_view text);
/// The key "time" with its value.
void pack_time(Packer& packer, Time time);
/// The keys "controls" and "shows" with their values.
void pack_controls_and_shows(Packer& packer, const Part& part);
void pack_error(Packer& packer, const Error& error);

/// {pin, direction, state, time}
void pack_pin_state(Packer& packer, std::string_view name, PinState state, Time time);

/// An array of {pin, direction, state, time}, one for each of the pins, as they are now.
void pack_pin_states(Packer& packer, const Bench& bench, const std::vector<PinId>& pins);

/// {part, controls, shows, time}
void pack_part_state(Packer& packer, const Bench& bench, PartId part, Time time);

/// {pins, time}
void pack_pins_notice(Packer& packer, const Bench& bench, const std::vector<PinId>& pins,
                      Time time);

/// All parts with their pins.
void pack_list(Packer& packer, const Bench& bench);

/// Opens [2, name, [ … ]] with one parameter, which the caller packs.
void begin_notification(Packer& packer, std::string_view name);

/// A notification `error`, for what no request asked.
msgpack::sbuffer error_notification(const Error& error);

/// Fails unless there are so many parameters; `form` says what they are in the error.
Result<void> expect_count(const msgpack::object_array& parameters, std::uint32_t least,
                          std::uint32_t most, std::string_view form);

/// A text; `what` names it in the error.
Result<std::string> as_text(const msgpack::object& object, std::string_view what);

/// What a control or a pin is set to: a whole number, a Boolean or a text.
Result<ControlValue> as_control_value(const msgpack::object& object, std::string_view what);

/// The value of a map's text key; nullptr if there is none.
const msgpack::object* find_key(const msgpack::object& map, std::string_view key);

}  // namespace pinbridge
