#include "api/hub.hpp"

#include <algorithm>

#include "api/message.hpp"
#include "api/pin_answers.hpp"

namespace pinbridge::api {
namespace {

/// More news than this does not wait for a client that does not send.
constexpr std::size_t kMostNews = 1U << 20U;

}  // namespace

Hub::Hub(Commands& commands, std::function<void()> on_news)
    : commands_(commands),
      view_feed_(commands),
      on_news_(std::move(on_news)),
      slices_(commands.bench(), [this] { return go_on_listing(SliceTimer::kPieces); }) {
  commands_.bench().changes().add(*this);
  commands_.add(*this);
}

Hub::~Hub() {
  commands_.remove(*this);
  commands_.bench().changes().remove(*this);
}

void Hub::pin_changed(const PinChange& change) {
  // Pages receive levels by the frame instead.
  const auto watches = [](Subscriber* client) { return client->watches().was_used(); };
  if (std::ranges::none_of(clients_, watches)) return;
  packed_.clear();
  Packer packer(packed_);
  begin_notification(packer, NotificationName::change);
  pack_pin_state(packer, commands_.bench().pins().name(change.pin), change.state, change.time);
  news_.add(change.pin, view(packed_));
  wake_awaiting(change.pin);
  note_news();
}

void Hub::part_changed(PartId part, Time time) {
  const auto watches = [](Subscriber* client) { return client->watches().has_parts(); };
  if (std::ranges::none_of(clients_, watches)) return;
  packed_.clear();
  Packer packer(packed_);
  begin_notification(packer, NotificationName::part);
  pack_part_state(packer, commands_.bench(), part, time);
  news_.add_of_part(view(packed_));
  note_news();
}

void Hub::note_news() {
  if (ending_ || news_.size() > kMostNews) let_all_catch_up();
  if (!std::exchange(news_noted_, true)) on_news_();
}

void Hub::pass_on_news() {
  news_noted_ = false;
  for (Subscriber* client : clients_) {
    // It has not sent since it was last woken, and others need not keep this for it.
    if (client->news_read() < passed_on_) client->catch_up();
    if (news_.concerns(client->watches(), client->news_read())) client->wake(false);
  }
  news_.forget_before(passed_on_);
  passed_on_ = news_.end();
}

void Hub::let_all_catch_up() {
  for (Subscriber* client : clients_) client->catch_up();
  passed_on_ = news_.end();
  news_.forget_before(passed_on_);
}

void Hub::await_news(Subscriber& client) {
  const Time now = commands_.bench().now();
  std::erase_if(awaiting_, [&](const Awaiting& each) {
    return each.client == &client || now - each.since > kAwaited;
  });
  awaiting_.push_back({.client = &client, .since = now});
}

void Hub::wake_awaiting(PinId pin) {
  const Time now = commands_.bench().now();
  std::erase_if(awaiting_, [&](const Awaiting& each) {
    if (now - each.since > kAwaited) return true;
    if (!each.client->watches().contains(pin)) return false;
    each.client->wake(true);
    return true;
  });
}

void Hub::acted(const Action& action, Time time) {
  msgpack::sbuffer buffer;
  for (Subscriber* client : clients_) {
    if (!client->watches().has_actions()) continue;
    if (buffer.size() == 0) {
      Packer packer(buffer);
      begin_notification(packer, NotificationName::action);
      pack_action(packer, action, time);
    }
    client->send(view(buffer));
  }
}

void Hub::conflict_began(const Conflict& conflict) {
  notify_of_pins(NotificationName::conflict, conflict.pins, conflict.time);
}

void Hub::oscillation(const std::vector<PinId>& pins, Time time) {
  notify_of_pins(NotificationName::oscillation, pins, time);
}

/// Sends the whole list again to each client that has called watch: a snapshot, followed by later
/// changes.
void Hub::rewired(std::span<const std::optional<PinId>> moved) {
  let_all_catch_up();
  // A list that is not complete yet is of a board that is gone.
  drop_listing();
  listing_ = std::make_unique<Listing>();
  for (Subscriber* client : clients_) {
    client->watches().rewired(moved);
    if (client->watches().was_used()) listing_->places.emplace_back(client, client->reserve());
    client->rewired();
  }
  if (listing_->places.empty()) return listing_.reset();
  Packer packer(listing_->message);
  begin_notification(packer, NotificationName::list);
  listing_->pieces = list_of(commands_.bench());
  if (go_on_listing(SliceTimer::kPieces)) slices_.start();
}

/// True if more is to be packed.
bool Hub::go_on_listing(std::size_t most) {
  if (!listing_) return false;
  try {
    if (!listing_->pieces.pack(listing_->message, most)) return true;
  } catch (...) {
    drop_listing();
    throw;
  }
  const auto done = std::exchange(listing_, nullptr);
  for (const auto& [client, place] : done->places) client->fill(place, view(done->message));
  return false;
}

/// Messages no longer wait for it.
void Hub::drop_listing() {
  const auto dropped = std::exchange(listing_, nullptr);
  if (!dropped) return;
  for (const auto& [client, place] : dropped->places) client->fill(place, {});
}

void Hub::leave(Subscriber& client) {
  std::erase(clients_, &client);
  std::erase_if(awaiting_, [&](const Awaiting& each) { return each.client == &client; });
  if (!listing_) return;
  std::erase_if(listing_->places, [&](const auto& place) { return place.first == &client; });
  if (listing_->places.empty()) listing_.reset();
}

Result<std::unique_ptr<Capture>> Hub::begin_capture(FrameSink& sink,
                                                    const std::vector<PinId>& pins) {
  if (captures_.size() >= kMostCaptures) {
    return make_error(ErrorCode::limit, "{} captures are running, which is the maximum",
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

Result<std::unique_ptr<Playback>> Hub::begin_playback(std::function<void(Time)> on_end) {
  if (playbacks_ >= kMostPlaybacks) {
    return make_error(ErrorCode::limit, "{} clients have waveforms to play, which is the maximum",
                      kMostPlaybacks);
  }
  ++playbacks_;
  return std::make_unique<Playback>(commands_, std::move(on_end));
}

void Hub::end_playback(std::unique_ptr<Playback> playback) {
  if (playback) --playbacks_;
}

void Hub::finish() {
  ending_ = true;
  let_all_catch_up();
  while (go_on_listing(SliceTimer::kPieces)) {
  }
  view_feed_.finish();
  for (const auto& [id, capture] : captures_) capture->finish();
}

/// {pins, time}, to each client that watches one of the pins.
void Hub::notify_of_pins(NotificationName name, const std::vector<PinId>& pins, Time time) {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, name);
  pack_pins_notice(packer, commands_.bench(), pins, time);
  for (Subscriber* client : clients_) {
    const bool concerned = std::any_of(pins.begin(), pins.end(),
                                       [&](PinId pin) { return client->watches().contains(pin); });
    if (concerned) client->send(view(buffer));
  }
}

}  // namespace pinbridge::api
