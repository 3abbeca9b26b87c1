#include "api/part_methods.hpp"

#include <utility>
#include <vector>

namespace pinbridge::api {
namespace {

Result<Strength> as_strength(const msgpack::object* object) {
  if (object == nullptr) return Strength::strong;
  const auto word = as_text(*object, "the strength");
  if (!word) return word.error();
  if (*word == "strong") return Strength::strong;
  if (*word == "pull") return Strength::pull;
  return make_error(ErrorCode::invalid, "\"{}\" is not a strength; write strong or pull", *word);
}

/// {pin, state}, and strength where it is not "strong".
Result<Embodiments::PinDrive> as_drive(const msgpack::object& object) {
  const msgpack::object* pin = find_key(object, "pin");
  const msgpack::object* state = find_key(object, "state");
  if (pin == nullptr || state == nullptr) {
    return make_error(ErrorCode::invalid,
                      "a drive is a map: {{\"pin\": \"OUT\", \"state\": \"high\"}}, with "
                      "\"strength\" where it is not \"strong\"");
  }
  auto name = as_text(*pin, "the pin");
  if (!name) return name.error();
  const auto word = as_control_value(*state, "the state");
  if (!word) return word.error();
  auto drive = parse_hand_drive(to_string(*word));
  if (!drive) return drive.error();
  const auto strength = as_strength(find_key(object, "strength"));
  if (!strength) return strength.error();
  if (*drive != kNoDrive) drive->strength = *strength;
  return Embodiments::PinDrive{std::move(*name), *drive};
}

Result<std::vector<std::string>> as_names(const msgpack::object& object) {
  if (object.type != msgpack::type::ARRAY) {
    return make_error(ErrorCode::invalid, "the pins are an array of names");
  }
  return api::as_names(object.via.array);
}

Result<std::vector<ControlState>> as_values(const msgpack::object& object) {
  if (object.type != msgpack::type::MAP) {
    return make_error(ErrorCode::invalid, "what a part shows is a map of names and values");
  }
  std::vector<ControlState> values;
  for (std::uint32_t i = 0; i < object.via.map.size; ++i) {
    const msgpack::object_kv& pair = object.via.map.ptr[i];
    auto name = as_text(pair.key, "a name");
    if (!name) return name.error();
    auto value = as_control_value(pair.val, "a value");
    if (!value) return value.error();
    values.push_back({std::move(*name), std::move(*value)});
  }
  return values;
}

std::vector<PinId> pins_of(const PinTable& table, PartId part) {
  std::vector<PinId> pins;
  pins.reserve(table.count_of(part));
  for (std::uint32_t i = 0; i < table.count_of(part); ++i) {
    pins.push_back(table.at(part, PinIndex{i}));
  }
  return pins;
}

Result<Answer> nil_after(const Result<void>& done) {
  if (!done) return done.error();
  return [](Packer& packer) { packer.pack_nil(); };
}

}  // namespace

Result<Answer> PartMethods::embody(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  const auto pins = as_names(parameters.ptr[1]);
  if (!pins) return pins.error();
  const auto done = embodiments_.embody(*part, *pins);
  if (!done) return done.error();
  return [this, id = *done](Packer& packer) {
    const Bench& bench = commands_.bench();
    packer.pack_map(5);
    pack_field(packer, "part", bench.pins().part_id(id));
    pack_text(packer, "pins");
    pack_pin_states(packer, bench, pins_of(bench.pins(), id));
    pack_controls_and_shows(packer, bench.part(id));
    pack_time(packer, bench.now());
  };
}

Result<Answer> PartMethods::drive(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  std::vector<Embodiments::PinDrive> drives;
  for (std::uint32_t i = 1; i < parameters.size; ++i) {
    auto drive = as_drive(parameters.ptr[i]);
    if (!drive) return drive.error();
    drives.push_back(std::move(*drive));
  }
  return nil_after(embodiments_.drive(*part, drives));
}

Result<Answer> PartMethods::show(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  const auto values = as_values(parameters.ptr[1]);
  if (!values) return values.error();
  return nil_after(embodiments_.show(*part, *values));
}

Result<Answer> PartMethods::leave(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  return nil_after(embodiments_.leave(*part));
}

}  // namespace pinbridge::api
