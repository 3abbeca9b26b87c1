#include "api/message.hpp"

#include "base/printable.hpp"

namespace pinbridge::api {
namespace {

std::uint64_t nanoseconds(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

void pack_states(Packer& packer, const std::vector<ControlState>& states) {
  packer.pack_map(static_cast<std::uint32_t>(states.size()));
  for (const ControlState& state : states) {
    pack_text(packer, state.name);
    pack_value(packer, state.value);
  }
}

void pack_listed_pin(Packer& packer, const Bench& bench, PinId pin, PinState state) {
  packer.pack_map(4);
  pack_field(packer, "pin", bench.pins().name(pin));
  pack_field(packer, "label",
             bench.part(bench.pins().part_of(pin)).pin_label(bench.pins().index_of(pin)));
  pack_field(packer, "direction", to_string(state.direction));
  pack_field(packer, "state", to_string(state.level));
}

// The fields of an action, of a map that its time ends.

void pack_fields(Packer& packer, const PinSetting& set) {
  packer.pack_map(4);
  pack_field(packer, "action", "set");
  pack_field(packer, "pin", set.pin);
  pack_field(packer, "state", to_string(set.drive.level));
}

void pack_fields(Packer& packer, const ControlSetting& set) {
  packer.pack_map(5);
  pack_field(packer, "action", "control");
  pack_field(packer, "part", set.part);
  pack_field(packer, "control", set.control);
  pack_text(packer, "value");
  pack_value(packer, set.value);
}

void pack_fields(Packer& packer, const ButtonPress& press) {
  packer.pack_map(4);
  pack_field(packer, "action", "press");
  pack_field(packer, "button", press.button);
  pack_text(packer, "for");
  packer.pack(press.hold.count());
}

}  // namespace

void pack_text(Packer& packer, std::string_view text) {
  packer.pack_str(static_cast<std::uint32_t>(text.size()));
  packer.pack_str_body(text.data(), static_cast<std::uint32_t>(text.size()));
}

void pack_value(Packer& packer, const ControlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    packer.pack(*number);
  } else {
    pack_text(packer, std::get<std::string>(value));
  }
}

void pack_field(Packer& packer, std::string_view key, std::string_view text) {
  pack_text(packer, key);
  pack_text(packer, text);
}

void pack_time(Packer& packer, Time time) {
  pack_text(packer, "time");
  packer.pack(nanoseconds(time));
}

void pack_controls_and_shows(Packer& packer, const Part& part) {
  pack_text(packer, "controls");
  pack_states(packer, part.controls());
  pack_text(packer, "shows");
  pack_states(packer, part.shows());
}

void pack_error(Packer& packer, const Error& error) {
  packer.pack_map(2);
  pack_text(packer, "code");
  packer.pack(static_cast<int>(error.code));
  // It may quote any number of bytes, in any encoding: escapes are for what is left of them.
  pack_field(packer, "message", printable(shortened(error.message)));
}

void pack_pin_state(Packer& packer, std::string_view name, PinState state, Time time) {
  packer.pack_map(4);
  pack_pin_fields(packer, name, state, time);
}

void pack_pin_fields(Packer& packer, std::string_view name, PinState state, Time time) {
  pack_field(packer, "pin", name);
  pack_field(packer, "direction", to_string(state.direction));
  pack_field(packer, "state", to_string(state.level));
  pack_time(packer, time);
}

void pack_pin_states(Packer& packer, const Bench& bench, const std::vector<PinId>& pins) {
  packer.pack_array(static_cast<std::uint32_t>(pins.size()));
  for (const PinId pin : pins) {
    pack_pin_state(packer, bench.pins().name(pin), bench.state(pin), bench.now());
  }
}

void pack_part_state(Packer& packer, const Bench& bench, PartId part, Time time) {
  packer.pack_map(4);
  pack_field(packer, "part", bench.pins().part_id(part));
  pack_controls_and_shows(packer, bench.part(part));
  pack_time(packer, time);
}

void pack_action(Packer& packer, const Action& action, Time time) {
  std::visit([&](const auto& one) { pack_fields(packer, one); }, action);
  pack_time(packer, time);
}

void pack_pins_notice(Packer& packer, const Bench& bench, const std::vector<PinId>& pins,
                      Time time) {
  packer.pack_map(2);
  pack_text(packer, "pins");
  packer.pack_array(static_cast<std::uint32_t>(pins.size()));
  for (const PinId pin : pins) pack_text(packer, bench.pins().name(pin));
  pack_time(packer, time);
}

void pack_listed_part(Packer& packer, const Bench& bench, PartId part,
                      std::span<const PinState> states) {
  const PinTable& pins = bench.pins();
  packer.pack_map(5);
  pack_field(packer, "part", pins.part_id(part));
  pack_field(packer, "type", pins.part_type(part));
  pack_controls_and_shows(packer, bench.part(part));
  pack_text(packer, "pins");
  packer.pack_array(pins.count_of(part));
  for (std::uint32_t i = 0; i < pins.count_of(part); ++i) {
    const PinId pin = pins.at(part, PinIndex{i});
    pack_listed_pin(packer, bench, pin, states[pin.value()]);
  }
}

void begin_response(Packer& packer, std::uint64_t id) {
  packer.pack_array(4);
  packer.pack(static_cast<int>(MessageType::response));
  packer.pack(id);
}

void begin_notification(Packer& packer, NotificationName name) {
  packer.pack_array(3);
  packer.pack(static_cast<int>(MessageType::notification));
  pack_text(packer, wire_name(name));
  packer.pack_array(1);
}

msgpack::sbuffer error_notification(const Error& error) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, NotificationName::error);
  pack_error(packer, error);
  return buffer;
}

Result<std::string> as_text(const msgpack::object& object, std::string_view what) {
  if (object.type != msgpack::type::STR) {
    return make_error(ErrorCode::invalid, "{} must be a string", what);
  }
  return std::string(object.via.str.ptr, object.via.str.size);
}

Result<ControlValue> as_control_value(const msgpack::object& object, std::string_view what) {
  switch (object.type) {
    case msgpack::type::BOOLEAN:
      return ControlValue(object.via.boolean ? 1 : 0);
    case msgpack::type::NEGATIVE_INTEGER:
      return ControlValue(object.via.i64);
    case msgpack::type::POSITIVE_INTEGER:
      if (object.via.u64 <= INT64_MAX)
        return ControlValue(static_cast<std::int64_t>(object.via.u64));
      break;
    case msgpack::type::STR:
      return ControlValue(std::string(object.via.str.ptr, object.via.str.size));
    default:
      break;
  }
  return make_error(ErrorCode::invalid, "{} must be a whole number, a Boolean or a string", what);
}

const msgpack::object* find_key(const msgpack::object& map, std::string_view key) {
  if (map.type != msgpack::type::MAP) return nullptr;
  for (const auto& [name, value] : map.via.map) {
    if (name.type == msgpack::type::STR &&
        std::string_view(name.via.str.ptr, name.via.str.size) == key) {
      return &value;
    }
  }
  return nullptr;
}

}  // namespace pinbridge::api
