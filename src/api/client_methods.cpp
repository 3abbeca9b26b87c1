#include "api/client_methods.hpp"

#include <utility>
#include <vector>

#include "api/pin_answers.hpp"
#include "api/pin_setting.hpp"
#include "base/version.hpp"

namespace pinbridge::api {
namespace {

/// A whole number from 0 on.
Result<std::int64_t> as_count(const msgpack::object& object, std::string_view what) {
  const auto value = as_control_value(object, what);
  if (!value) return value.error();
  const auto* number = std::get_if<std::int64_t>(&*value);
  if (number != nullptr && *number >= 0) return *number;
  return make_error(ErrorCode::invalid, "{} must be a non-negative integer, not {}", what,
                    to_string(*value));
}

/// [time, state, time, state, …], the times in ns.
Result<std::vector<Playback::Change>> as_changes(const msgpack::object& object) {
  if (object.type != msgpack::type::ARRAY || object.via.array.size % 2 != 0) {
    return make_error(ErrorCode::invalid,
                      "the changes must be an array of alternating times and states");
  }
  std::vector<Playback::Change> changes;
  changes.reserve(object.via.array.size / 2);
  for (std::uint32_t i = 0; i < object.via.array.size; i += 2) {
    const auto time = as_count(object.via.array.ptr[i], "a time");
    if (!time) return time.error();
    const auto state = as_control_value(object.via.array.ptr[i + 1], "a state");
    if (!state) return state.error();
    const auto drive = parse_hand_drive(to_string(*state));
    if (!drive) return drive.error();
    changes.push_back({Duration(*time), *drive});
  }
  return changes;
}

}  // namespace

ClientMethods::ClientMethods(Hub& hub, Subscriber& client)
    : hub_(hub), commands_(hub.commands()), client_(client) {}

ClientMethods::~ClientMethods() {
  hub_.end_playback(std::move(playback_));
  if (announced_) commands_.withdraw(*announced_);
}

Result<Answer> ClientMethods::hello(const Parameters&) {
  return [this](Packer& packer) {
    packer.pack_map(5);
    pack_field(packer, "server", "pinbridge");
    pack_field(packer, "version", kVersion);
    pack_text(packer, "protocol");
    packer.pack(kProtocolVersion);
    pack_field(packer, "board", commands_.board_name());
    pack_time(packer, commands_.bench().now());
  };
}

Result<Answer> ClientMethods::list(const Parameters&) {
  const Bench& bench = commands_.bench();
  return Answer::of_board(bench, [&bench] { return list_of(bench); });
}

Result<Answer> ClientMethods::get(const Parameters& parameters) {
  auto names = as_names(parameters);
  if (!names) return names.error();
  return with_pins(commands_, std::move(*names), [this](std::vector<PinId> pins) -> Result<Pieces> {
    return pin_states(commands_.bench(), pins);
  });
}

Result<Answer> ClientMethods::set(const Parameters& parameters) {
  std::vector<PinSetting> settings;
  std::vector<std::string> names;
  settings.reserve(parameters.size);
  names.reserve(parameters.size);
  for (std::uint32_t i = 0; i < parameters.size; ++i) {
    auto setting = as_pin_setting(parameters.ptr[i]);
    if (!setting) return setting.error();
    names.push_back(setting->pin);
    settings.push_back(std::move(*setting));
  }
  // Without settings there is nothing to do, where without names all pins would be meant.
  if (settings.empty()) return [](Packer& packer) { packer.pack_array(0); };
  return with_pins(
      commands_, std::move(names),
      [this, settings = std::move(settings)](std::vector<PinId> pins) -> Result<Pieces> {
        commands_.set(settings, pins);
        return set_states(commands_, pins);
      });
}

Result<Answer> ClientMethods::control(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  const auto name = as_text(parameters.ptr[1], "the control's name");
  if (!name) return name.error();
  const auto value = as_control_value(parameters.ptr[2], "the control's value");
  if (!value) return value.error();
  const auto done = commands_.control(*part, *name, *value);
  if (!done) return done.error();
  return state_of(commands_, *done);
}

Result<Answer> ClientMethods::press(const Parameters& parameters) {
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  Duration hold = Commands::kDefaultPress;
  if (parameters.size == 2) {
    const auto value = as_control_value(parameters.ptr[1], "how long");
    if (!value) return value.error();
    const auto* number = std::get_if<std::int64_t>(&*value);
    if (!number) return make_error(ErrorCode::invalid, "the duration must be a number of ns");
    hold = Duration(*number);
  }
  const auto done = commands_.press(*part, hold);
  if (!done) return done.error();
  return state_of(commands_, *done);
}

Result<Answer> ClientMethods::watch(const Parameters& parameters) {
  auto names = as_names(parameters);
  if (!names) return names.error();
  const bool all = names->empty();
  return with_pins(commands_, std::move(*names),
                   [this, all](std::vector<PinId> pins) -> Result<Pieces> {
                     client_.watches().watch(pins);
                     if (all) client_.watches().set_parts(true);
                     return pin_states(commands_.bench(), pins);
                   });
}

Result<Answer> ClientMethods::unwatch(const Parameters& parameters) {
  auto names = as_names(parameters);
  if (!names) return names.error();
  const bool all = names->empty();
  return with_pins(commands_, std::move(*names),
                   [this, all](std::vector<PinId> pins) -> Result<Pieces> {
                     client_.watches().unwatch(pins);
                     if (all) client_.watches().set_parts(false);
                     Pieces nil;
                     nil.add([](Packer& packer) { packer.pack_nil(); });
                     return nil;
                   });
}

Result<Answer> ClientMethods::announce(const Parameters& parameters) {
  auto machine = as_text(parameters.ptr[0], "the machine");
  if (!machine) return machine.error();
  const auto guest = as_text(parameters.ptr[1], "what it is");
  if (!guest) return guest.error();
  const auto done = commands_.announce(*machine, *guest);
  if (!done) return done.error();
  if (announced_ && *announced_ != *machine) commands_.withdraw(*announced_);
  announced_ = std::move(*machine);
  return [](Packer& packer) { packer.pack_nil(); };
}

Result<Answer> ClientMethods::actions(const Parameters&) {
  client_.watches().watch_actions();
  return [this](Packer& packer) {
    packer.pack_map(1);
    pack_time(packer, commands_.bench().now());
  };
}

Result<Answer> ClientMethods::load(const Parameters& parameters) {
  const auto pin = as_text(parameters.ptr[0], "the pin");
  if (!pin) return pin.error();
  const auto changes = as_changes(parameters.ptr[1]);
  if (!changes) return changes.error();
  if (!playback_) {
    auto begun = hub_.begin_playback([this](Time time) { played(time); });
    if (!begun) return begun.error();
    playback_ = std::move(*begun);
  }
  if (const auto loaded = playback_->load(*pin, *changes); !loaded) return loaded.error();
  return [size = playback_->size()](Packer& packer) { packer.pack(size); };
}

Result<Answer> ClientMethods::play(const Parameters& parameters) {
  const auto length = as_count(parameters.ptr[0], "the length");
  if (!length) return length.error();
  const auto times = as_count(parameters.ptr[1], "the number of times");
  if (!times) return times.error();
  if (!playback_) return make_error(ErrorCode::invalid, "no waveform is loaded");
  const auto done = playback_->play(Duration(*length), static_cast<std::uint64_t>(*times));
  if (!done) return done.error();
  return [this](Packer& packer) {
    packer.pack_map(1);
    pack_time(packer, commands_.bench().now());
  };
}

Result<Answer> ClientMethods::stop(const Parameters&) {
  hub_.end_playback(std::move(playback_));
  return [](Packer& packer) { packer.pack_nil(); };
}

void ClientMethods::played(Time time) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, NotificationName::played);
  packer.pack_map(1);
  pack_time(packer, time);
  client_.send(view(buffer));
}

}  // namespace pinbridge::api
