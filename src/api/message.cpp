#include "api/message.hpp"

namespace pinbridge {
namespace {

std::uint64_t nanoseconds(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

void pack_value(Packer& packer, const ControlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    packer.pack(*number);
  } else {
    pack_text(packer, std::get<std::string>(value));
  }
}

void pack_states(Packer& packer, const std::vector<ControlState>& states) {
  packer.pack_map(static_cast<std::uint32_t>(states.size()));
  for (const ControlState& state : states) {
    pack_text(packer, state.name);
    pack_value(packer, state.value);
  }
}

void pack_listed_pin(Packer& packer, const Bench& bench, PartId part, PinIndex index) {
  const PinId pin = bench.pin(part, index);
  const PinState state = bench.state(pin);
  packer.pack_map(4);
  pack_field(packer, "pin", bench.pin_name(pin));
  pack_field(packer, "label", bench.part(part).pin_label(index));
  pack_field(packer, "direction", to_string(state.direction));
  pack_field(packer, "state", to_string(state.level));
}

}  // namespace

void pack_text(Packer& packer, std::string_view text) {
  packer.pack_str(static_cast<std::uint32_t>(text.size()));
  packer.pack_str_body(text.data(), static_cast<std::uint32_t>(text.size()));
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
  pack_field(packer, "message", error.message);
}

void pack_pin_state(Packer& packer, std::string_view name, PinState state, Time time) {
  packer.pack_map(4);
  pack_field(packer, "pin", name);
  pack_field(packer, "direction", to_string(state.direction));
  pack_field(packer, "state", to_string(state.level));
  pack_time(packer, time);
}

void pack_pin_states(Packer& packer, const Bench& bench, const std::vector<PinId>& pins) {
  packer.pack_array(static_cast<std::uint32_t>(pins.size()));
  for (const PinId pin : pins) {
    pack_pin_state(packer, bench.pin_name(pin), bench.state(pin), bench.now());
  }
}

void pack_part_state(Packer& packer, const Bench& bench, PartId part, Time time) {
  packer.pack_map(4);
  pack_field(packer, "part", bench.part_id(part));
  pack_controls_and_shows(packer, bench.part(part));
  pack_time(packer, time);
}

void pack_pins_notice(Packer& packer, const Bench& bench, const std::vector<PinId>& pins,
                      Time time) {
  packer.pack_map(2);
  pack_text(packer, "pins");
  packer.pack_array(static_cast<std::uint32_t>(pins.size()));
  for (const PinId pin : pins) pack_text(packer, bench.pin_name(pin));
  pack_time(packer, time);
}

void pack_list(Packer& packer, const Bench& bench) {
  packer.pack_map(1);
  pack_text(packer, "parts");
  packer.pack_array(bench.part_count());
  for (std::uint32_t i = 0; i < bench.part_count(); ++i) {
    const PartId part{i};
    packer.pack_map(5);
    pack_field(packer, "part", bench.part_id(part));
    pack_field(packer, "type", bench.part_type(part));
    pack_controls_and_shows(packer, bench.part(part));
    pack_text(packer, "pins");
    packer.pack_array(bench.pin_count_of(part));
    for (std::uint32_t k = 0; k < bench.pin_count_of(part); ++k) {
      pack_listed_pin(packer, bench, part, PinIndex{k});
    }
  }
}

void begin_notification(Packer& packer, std::string_view name) {
  packer.pack_array(3);
  packer.pack(static_cast<int>(MessageType::notification));
  pack_text(packer, name);
  packer.pack_array(1);
}

msgpack::sbuffer error_notification(const Error& error) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, "error");
  pack_error(packer, error);
  return buffer;
}

Result<void> expect_count(const msgpack::object_array& parameters, std::uint32_t least,
                          std::uint32_t most, std::string_view form) {
  if (parameters.size >= least && parameters.size <= most) return {};
  return make_error(ErrorCode::invalid, "{} parameters are not as they should be: {}",
                    parameters.size, form);
}

Result<std::string> as_text(const msgpack::object& object, std::string_view what) {
  if (object.type != msgpack::type::STR) {
    return make_error(ErrorCode::invalid, "{} must be a text", what);
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
  return make_error(ErrorCode::invalid, "{} must be a whole number, a Boolean or a text", what);
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

}  // namespace pinbridge
