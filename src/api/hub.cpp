#include "api/hub.hpp"

#include <algorithm>

#include "api/client_session.hpp"
#include "api/message.hpp"

namespace pinbridge {

Hub::Hub(Commands& commands) : commands_(commands), view_feed_(commands) {
  commands_.bench().add_listener(*this);
}

Hub::~Hub() {
  commands_.bench().remove_listener(*this);
}

void Hub::pin_changed(const PinChange& change) {
  // Packed for the first who watches: pages watch all pins, and are told in another way.
  msgpack::sbuffer buffer;
  for (ClientSession* session : sessions_) {
    if (!session->watches(change.pin)) continue;
    if (buffer.size() == 0) {
      Packer packer(buffer);
      begin_notification(packer, "change");
      pack_pin_state(packer, commands_.bench().pin_name(change.pin), change.state, change.time);
    }
    session->send(view(buffer));
  }
}

void Hub::part_changed(PartId part, Time time) {
  msgpack::sbuffer buffer;
  for (ClientSession* session : sessions_) {
    if (!session->watches_parts()) continue;
    if (buffer.size() == 0) {
      Packer packer(buffer);
      begin_notification(packer, "part");
      pack_part_state(packer, commands_.bench(), part, time);
    }
    session->send(view(buffer));
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

Result<std::unique_ptr<Capture>> Hub::begin_capture(FrameSink& sink,
                                                    const std::vector<PinId>& pins) {
  if (captures_.size() >= kMostCaptures) {
    return make_error(ErrorCode::limit, "{} captures run already; more are not taken",
                      kMostCaptures);
  }
  auto capture = std::make_unique<Capture>(commands_.bench(), sink, pins, ++last_capture_);
  captures_.emplace(capture->id(), capture.get());
  return capture;
}

void Hub::end_capture(std::unique_ptr<Capture> capture) {
  if (capture) captures_.erase(capture->id());
}

const Capture* Hub::find_capture(std::uint32_t id) const {
  const auto found = captures_.find(id);
  return found == captures_.end() ? nullptr : found->second;
}

void Hub::finish() {
  ending_ = true;
  view_feed_.finish();
  for (const auto& [id, capture] : captures_) capture->finish();
}

/// {pins, time}, to each who watches one of the pins.
void Hub::notify_of_pins(std::string_view name, const std::vector<PinId>& pins, Time time) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, name);
  pack_pins_notice(packer, commands_.bench(), pins, time);
  for (ClientSession* session : sessions_) {
    const bool concerned =
        std::any_of(pins.begin(), pins.end(), [&](PinId pin) { return session->watches(pin); });
    if (concerned) session->send(view(buffer));
  }
}

}  // namespace pinbridge
