#include "api/client_session.hpp"

#include <array>
#include <cstring>
#include <utility>

#include "api/hub.hpp"
#include "api/message.hpp"
#include "base/version.hpp"

namespace pinbridge {
namespace {

constexpr std::size_t kMostItems = 65536;
constexpr std::size_t kDeepest = 8;

/// What one message may hold: enough to name every pin of a large board, and nothing that takes
/// memory out of proportion to its bytes.
msgpack::unpack_limit limits() {
  return msgpack::unpack_limit(kMostItems, kMostItems, ClientSession::kLongestMessage,
                               ClientSession::kLongestMessage, ClientSession::kLongestMessage,
                               kDeepest);
}

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

}  // namespace

ClientSession::ClientSession(Hub& hub, Outbox& outbox)
    : hub_(hub),
      commands_(hub.commands()),
      outbox_(outbox),
      unpacker_(nullptr, nullptr, MSGPACK_UNPACKER_INIT_BUFFER_SIZE, limits()),
      watched_(commands_.bench().pin_count()) {
  hub_.join(*this);
}

ClientSession::~ClientSession() {
  hub_.leave(*this);
  hub_.view_feed().remove(*this);
  hub_.end_capture(std::move(capture_));
  if (announced_) commands_.withdraw(*announced_);
  for (std::uint32_t i = 0; i < watched_.size(); ++i) set_watched(PinId{i}, false);
}

std::string ClientSession::farewell() {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, "lagged");
  pack_error(packer,
             make_error(ErrorCode::limit,
                        "this client reads too slowly: more than {} MiB waited for it; what came "
                        "before this message is complete, nothing follows",
                        Outbox::kDefaultBound >> 20U));
  return std::string(pinbridge::view(buffer));
}

void ClientSession::send(std::string_view message) {
  if (outbox_.idle()) idle_at_ = commands_.bench().now();
  outbox_.append(message);
}

bool ClientSession::ready() const {
  return hub_.ending() || outbox_.idle() || idle_at_ == commands_.bench().now();
}

void ClientSession::rewired(std::span<const std::optional<PinId>> moved) {
  const std::vector<bool> before = std::exchange(watched_, {});
  watched_.resize(commands_.bench().pin_count());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] && before[i]) watched_[moved[i]->value()] = true;
  }
  if (watches_parts_) {
    for (std::uint32_t i = 0; i < watched_.size(); ++i) set_watched(PinId{i}, true);
  }
}

void ClientSession::receive(std::string_view bytes) {
  try {
    unpacker_.reserve_buffer(bytes.size());
    std::memcpy(unpacker_.buffer(), bytes.data(), bytes.size());
    unpacker_.buffer_consumed(bytes.size());
    msgpack::object_handle message;
    while (!outbox_.ended() && unpacker_.next(message)) handle(message.get());
    if (unpacker_.message_size() > kLongestMessage) throw msgpack::size_overflow("message");
  } catch (const msgpack::size_overflow&) {
    fail(make_error(
        ErrorCode::limit,
        "this message is too large or too deep: {} bytes, {} elements in an array or map, "
        "and {} levels are the most",
        kLongestMessage, kMostItems, kDeepest));
    outbox_.end();
  } catch (const msgpack::unpack_error&) {
    fail(make_error(ErrorCode::invalid, "these bytes are not MessagePack"));
    outbox_.end();
  }
}

void ClientSession::handle(const msgpack::object& message) {
  if (message.type == msgpack::type::MAP) return drive(message);
  if (message.type == msgpack::type::ARRAY && message.via.array.size == 4 &&
      message.via.array.ptr[0].type == msgpack::type::POSITIVE_INTEGER &&
      message.via.array.ptr[0].via.u64 == static_cast<std::uint64_t>(MessageType::request)) {
    return handle_request(message.via.array);
  }
  fail(make_error(ErrorCode::invalid,
                  "a message is a request [0, id, method, [parameters…]] or a map {{pin, state}}"));
}

void ClientSession::handle_request(const Parameters& request) {
  const msgpack::object& id = request.ptr[1];
  if (id.type != msgpack::type::POSITIVE_INTEGER) {
    return fail(make_error(ErrorCode::invalid, "a request's id must be a whole number from 0 on"));
  }
  const auto answer = [&]() -> Result<Answer> {
    const auto method = as_text(request.ptr[2], "the method");
    if (!method) return method.error();
    if (request.ptr[3].type != msgpack::type::ARRAY) {
      return make_error(ErrorCode::invalid, "the parameters must be an array");
    }
    return call(*method, request.ptr[3].via.array);
  }();
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  packer.pack_array(4);
  packer.pack(static_cast<int>(MessageType::response));
  packer.pack(id.via.u64);
  if (answer) {
    packer.pack_nil();
    (*answer)(packer);
  } else {
    pack_error(packer, answer.error());
    packer.pack_nil();
  }
  send(pinbridge::view(buffer));
}

/// The two-field message: no answer unless something is wrong with it.
void ClientSession::drive(const msgpack::object& object) {
  const auto setting = as_pin_setting(object);
  if (!setting) return fail(setting.error());
  if (const auto done = commands_.set({*setting}); !done) fail(done.error());
}

void ClientSession::fail(const Error& error) {
  send(pinbridge::view(error_notification(error)));
}

auto ClientSession::call(std::string_view method, const Parameters& parameters) -> Result<Answer> {
  using Method = Result<Answer> (ClientSession::*)(const Parameters&);
  static constexpr std::array<std::pair<std::string_view, Method>, 13> kMethods{{
      {"hello", &ClientSession::hello},
      {"list", &ClientSession::list},
      {"get", &ClientSession::get},
      {"set", &ClientSession::set},
      {"control", &ClientSession::control},
      {"press", &ClientSession::press},
      {"watch", &ClientSession::watch},
      {"unwatch", &ClientSession::unwatch},
      {"announce", &ClientSession::announce},
      {"view", &ClientSession::view},
      {"net", &ClientSession::net},
      {"bounce", &ClientSession::bounce},
      {"capture", &ClientSession::capture},
  }};
  std::string all;
  for (const auto& [name, function] : kMethods) {
    if (name == method) return (this->*function)(parameters);
    all += (all.empty() ? "" : ", ") + std::string(name);
  }
  return make_error(ErrorCode::not_found, "there is no method \"{}\"; there are: {}", method, all);
}

auto ClientSession::hello(const Parameters&) -> Result<Answer> {
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

auto ClientSession::list(const Parameters&) -> Result<Answer> {
  return [this](Packer& packer) { pack_list(packer, commands_.bench()); };
}

auto ClientSession::get(const Parameters& parameters) -> Result<Answer> {
  auto found = pins(parameters);
  if (!found) return found.error();
  return states_of(std::move(*found));
}

auto ClientSession::set(const Parameters& parameters) -> Result<Answer> {
  std::vector<PinSetting> settings;
  for (std::uint32_t i = 0; i < parameters.size; ++i) {
    auto setting = as_pin_setting(parameters.ptr[i]);
    if (!setting) return setting.error();
    settings.push_back(std::move(*setting));
  }
  auto done = commands_.set(settings);
  if (!done) return done.error();
  return states_of(std::move(*done));
}

auto ClientSession::control(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 3, 3, "control takes part, name and value");
  if (!count) return count.error();
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  const auto name = as_text(parameters.ptr[1], "the control's name");
  if (!name) return name.error();
  const auto value = as_control_value(parameters.ptr[2], "the control's value");
  if (!value) return value.error();
  const auto done = commands_.control(*part, *name, *value);
  if (!done) return done.error();
  return state_of(*done);
}

auto ClientSession::press(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 1, 2, "press takes the part, and for how many ns");
  if (!count) return count.error();
  const auto part = as_text(parameters.ptr[0], "the part");
  if (!part) return part.error();
  Duration hold = Commands::kDefaultPress;
  if (parameters.size == 2) {
    const auto value = as_control_value(parameters.ptr[1], "how long");
    if (!value) return value.error();
    const auto* number = std::get_if<std::int64_t>(&*value);
    if (!number) return make_error(ErrorCode::invalid, "how long must be a number of ns");
    hold = Duration(*number);
  }
  const auto done = commands_.press(*part, hold);
  if (!done) return done.error();
  return state_of(*done);
}

auto ClientSession::watch(const Parameters& parameters) -> Result<Answer> {
  auto found = pins(parameters);
  if (!found) return found.error();
  for (const PinId pin : *found) set_watched(pin, true);
  if (parameters.size == 0) watches_parts_ = true;
  has_watched_ = true;
  return states_of(std::move(*found));
}

auto ClientSession::unwatch(const Parameters& parameters) -> Result<Answer> {
  const auto found = pins(parameters);
  if (!found) return found.error();
  for (const PinId pin : *found) set_watched(pin, false);
  if (parameters.size == 0) watches_parts_ = false;
  return [](Packer& packer) { packer.pack_nil(); };
}

auto ClientSession::announce(const Parameters& parameters) -> Result<Answer> {
  const auto count = expect_count(parameters, 2, 2, "announce takes a machine, and what it is");
  if (!count) return count.error();
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

/// The pins that the parameters name; all pins where there are none.
Result<std::vector<PinId>> ClientSession::pins(const Parameters& parameters) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < parameters.size; ++i) {
    auto name = as_text(parameters.ptr[i], "a pin");
    if (!name) return name.error();
    names.push_back(std::move(*name));
  }
  return commands_.pins(names);
}

void ClientSession::set_watched(PinId pin, bool watched) {
  if (watched_[pin.value()] == watched) return;
  watched_[pin.value()] = watched;
  if (watched) {
    commands_.bench().watch(pin);
  } else {
    commands_.bench().unwatch(pin);
  }
}

auto ClientSession::states_of(std::vector<PinId> pins) -> Answer {
  return [this, pins = std::move(pins)](Packer& packer) {
    pack_pin_states(packer, commands_.bench(), pins);
  };
}

auto ClientSession::state_of(PartId part) -> Answer {
  return [this, part](Packer& packer) {
    pack_part_state(packer, commands_.bench(), part, commands_.bench().now());
  };
}

}  // namespace pinbridge
