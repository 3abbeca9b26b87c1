#include "api/hub.hpp"

#include <algorithm>

#include "api/client_session.hpp"
#include "api/message.hpp"

namespace pinbridge {

Hub::Hub(Commands& commands) : commands_(commands) {
  commands_.bench().add_listener(*this);
}

Hub::~Hub() {
  commands_.bench().remove_listener(*this);
}

void Hub::pin_changed(const PinChange& change) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, "change");
  pack_pin_state(packer, commands_.bench().pin_name(change.pin), change.state, change.time);
  for (ClientSession* session : sessions_) {
    if (session->watches(change.pin)) session->send(view(buffer));
  }
}

void Hub::part_changed(PartId part, Time time) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, "part");
  pack_part_state(packer, commands_.bench(), part, time);
  for (ClientSession* session : sessions_) {
    if (session->watches_parts()) session->send(view(buffer));
  }
}

void Hub::conflict_began(const Conflict& conflict) {
  notify_of_pins("conflict", conflict.pins, conflict.time);
}

void Hub::oscillation(const std::vector<PinId>& pins, Time time) {
  notify_of_pins("oscillation", pins, time);
}

/// The whole list again, to each who has watched anything: a snapshot that later changes follow.
void Hub::rewired(std::span<const std::optional<PinId>> moved) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, "list");
  pack_list(packer, commands_.bench());
  for (ClientSession* session : sessions_) {
    session->rewired(moved);
    if (session->has_watched()) session->send(view(buffer));
  }
}

/// {pins, time}, to each who watches one of the pins.
void Hub::notify_of_pins(std::string_view name, const std::vector<PinId>& pins, Time time) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, name);
  packer.pack_map(2);
  pack_text(packer, "pins");
  packer.pack_array(static_cast<std::uint32_t>(pins.size()));
  for (const PinId pin : pins) pack_text(packer, commands_.bench().pin_name(pin));
  pack_text(packer, "time");
  packer.pack(static_cast<std::uint64_t>(time.time_since_epoch().count()));
  for (ClientSession* session : sessions_) {
    const bool concerned =
        std::any_of(pins.begin(), pins.end(), [&](PinId pin) { return session->watches(pin); });
    if (concerned) session->send(view(buffer));
  }
}

}  // namespace pinbridge
