#include "mqtt/state_feed.hpp"

#include <algorithm>
#include <utility>

namespace pinbridge::mqtt {
namespace {

/// Of topics that no longer exist, while there is no broker.
constexpr std::size_t kMostGone = 10'000;

}  // namespace

StateFeed::StateFeed(Bench& bench, Topics topics, UtcOf utc, EdgeChoice edges,
                     Announcements announcements, std::function<void()> on_change)
    : bench_(bench),
      topics_(std::move(topics)),
      utc_(std::move(utc)),
      edge_choice_(std::move(edges)),
      announcements_(std::move(announcements)),
      on_change_(std::move(on_change)) {
  list_entries();
  for (std::uint32_t i = 0; i < bench_.pins().count(); ++i) bench_.changes().watch(PinId{i});
  mark_all();
  bench_.changes().add(*this);
}

StateFeed::~StateFeed() {
  bench_.changes().remove(*this);
  for (std::uint32_t i = 0; i < bench_.pins().count(); ++i) bench_.changes().unwatch(PinId{i});
}

void StateFeed::mark_all() {
  const std::size_t states = bench_.pins().count() + bench_.pins().part_count();
  for (std::size_t i = states; i < entries_.size(); ++i) mark(i);
  for (std::size_t i = 0; i < states; ++i) mark(i);
}

void StateFeed::mark(std::size_t index) {
  if (std::exchange(entries_[index].stale, true)) return;
  stale_.push_back(index);
}

void StateFeed::send_again(std::set<std::string> topics) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (topics.erase(entries_[i].topic) > 0) mark(i);
  }
  gone_.merge(topics);
  limit_gone();
}

void StateFeed::limit_gone() {
  while (gone_.size() > kMostGone) gone_.erase(gone_.begin());
}

std::optional<Message> StateFeed::next_state() {
  if (!gone_.empty()) {
    return Message{gone_.extract(gone_.begin()).value(), "", true};
  }
  if (stale_.empty()) return std::nullopt;
  const std::size_t index = stale_.front();
  stale_.pop_front();
  entries_[index].stale = false;
  return message_of(index);
}

Message StateFeed::message_of(std::size_t index) const {
  const Entry& entry = entries_[index];
  const std::size_t pins = bench_.pins().count();
  if (!entry.announcement.empty()) return {entry.topic, entry.announcement, true};
  if (index < pins) {
    const PinState state = bench_.state(PinId{static_cast<std::uint32_t>(index)});
    return {entry.topic, pin_payload(state, entry.edges, moment(entry.changed)), true};
  }
  const PartId part{static_cast<std::uint32_t>(index - pins)};
  return {entry.topic, part_payload(bench_, part, moment(entry.changed)), true};
}

void StateFeed::list_entries() {
  const PinTable& pins = bench_.pins();
  listed_ = &pins;
  entries_.clear();
  entries_.reserve(pins.count() + pins.part_count());
  for (std::uint32_t i = 0; i < pins.count(); ++i) entries_.push_back(pin_entry(PinId{i}));
  for (std::uint32_t i = 0; i < pins.part_count(); ++i) {
    Entry entry;
    entry.topic = topics_.part(pins.part_id(PartId{i}));
    entry.changed = bench_.now();
    entries_.push_back(std::move(entry));
  }
  for (Message& message : announcements_()) {
    Entry entry;
    entry.topic = std::move(message.topic);
    entry.announcement = std::move(message.payload);
    entries_.push_back(std::move(entry));
  }
}

StateFeed::Entry StateFeed::pin_entry(PinId pin) const {
  const PinTable& pins = bench_.pins();
  Entry entry;
  entry.topic = topics_.pin(pins.part_id(pins.part_of(pin)), pins.short_name(pin));
  if (edge_choice_.contains(pins.name(pin))) {
    entry.name = std::make_shared<const std::string>(pins.name(pin));
  }
  entry.level = bench_.state(pin).level;
  entry.changed = bench_.now();
  return entry;
}

void StateFeed::pin_changed(const PinChange& change) {
  if (&bench_.pins() != listed_) return;  // as in part_changed()
  Entry& entry = entries_[change.pin.value()];
  mark(change.pin.value());
  if (change.state.level != entry.level) {
    entry.level = change.state.level;
    entry.changed = change.time;
    ++entry.edges;
    if (entry.name) edges_.add({entry.name, change.state.level, change.time});
  }
  on_change_();
}

void StateFeed::part_changed(PartId part, Time time) {
  // A part of another board may change before rewired(), which lists that board's entries and sends
  // all of them.
  if (&bench_.pins() != listed_) return;
  const std::size_t index = bench_.pins().count() + part.value();
  entries_[index].changed = time;
  mark(index);
  on_change_();
}

/// Pins of the same name go on counting from where they were: their changes follow.
void StateFeed::rewired(std::span<const std::optional<PinId>> moved) {
  const auto before = std::exchange(entries_, {});
  stale_.clear();
  list_entries();
  std::vector<bool> watched(bench_.pins().count());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (!moved[i]) continue;
    Entry& entry = entries_[moved[i]->value()];
    entry.level = before[i].level;
    entry.edges = before[i].edges;
    entry.changed = before[i].changed;
    watched[moved[i]->value()] = true;
  }
  for (std::uint32_t i = 0; i < watched.size(); ++i) {
    if (!watched[i]) bench_.changes().watch(PinId{i});
  }
  for (const Entry& entry : before) gone_.insert(entry.topic);
  for (const Entry& entry : entries_) gone_.erase(entry.topic);
  limit_gone();
  mark_all();
  on_change_();
}

}  // namespace pinbridge::mqtt
