#include "api/view_feed.hpp"

#include <algorithm>

#include "api/view_message.hpp"

namespace pinbridge {

void ViewFeed::News::add(const News& other) {
  pins.mark_all(other.pins);
  parts.mark_all(other.parts);
  conflicts.mark_all(other.conflicts);
  oscillations.mark_all(other.oscillations);
  bounce |= other.bounce;
  view |= other.view;
}

void ViewFeed::News::clear() {
  pins.clear();
  parts.clear();
  conflicts.clear();
  oscillations.clear();
  bounce = false;
  view = false;
}

bool ViewFeed::News::empty() const {
  return pins.empty() && parts.empty() && conflicts.empty() && oscillations.empty() && !bounce &&
         !view;
}

ViewFeed::ViewFeed(Commands& commands)
    : commands_(commands), bench_(commands.bench()), timer_(bench_, [this] { frame(); }) {}

ViewFeed::~ViewFeed() {
  if (counts_) end();
}

void ViewFeed::add(FrameSink& sink) {
  remove(sink);
  if (!counts_) begin();
  // What happened before it came is in its View, and what this frame has gathered is no news to it;
  // to be told of it twice does no harm.
  viewers_.push_back({.sink = &sink});
}

void ViewFeed::remove(FrameSink& sink) {
  std::erase_if(viewers_, [&](const Viewer& viewer) { return viewer.sink == &sink; });
  if (viewers_.empty() && counts_) end();
}

void ViewFeed::begin() {
  counts_ = std::make_unique<LevelCounts>(bench_);
  for (std::uint32_t i = 0; i < bench_.pin_count(); ++i) bench_.watch(PinId{i});
  bench_.add_listener(*this);
}

void ViewFeed::end() {
  bench_.remove_listener(*this);
  for (std::uint32_t i = 0; i < bench_.pin_count(); ++i) bench_.unwatch(PinId{i});
  counts_.reset();
  timer_.stop();
  news_.clear();
}

void ViewFeed::pin_changed(const PinChange& change) {
  counts_->pin_changed(change);
  news_.pins.mark(change.pin.value());
  timer_.want_frame();
}

void ViewFeed::part_changed(PartId part, Time /*time*/) {
  news_.parts.mark(part.value());
  timer_.want_frame();
}

void ViewFeed::hand_changed(PinId pin, Time /*time*/) {
  news_.pins.mark(pin.value());
  timer_.want_frame();
}

void ViewFeed::bounce_changed(Time /*time*/) {
  news_.bounce = true;
  timer_.want_frame();
}

void ViewFeed::conflict_began(const Conflict& conflict) {
  for (const PinId pin : conflict.pins) news_.conflicts.mark(pin.value());
  timer_.want_frame();
}

void ViewFeed::oscillation(const std::vector<PinId>& pins, Time /*time*/) {
  for (const PinId pin : pins) news_.oscillations.mark(pin.value());
  timer_.want_frame();
}

/// Numbers of before are void, and so is what waits under them.
void ViewFeed::rewired(std::span<const std::optional<PinId>> moved) {
  counts_->rewired(bench_, moved);
  std::vector<bool> watched(bench_.pin_count());
  for (const auto& pin : moved) {
    if (pin) watched[pin->value()] = true;
  }
  for (std::uint32_t i = 0; i < watched.size(); ++i) {
    if (!watched[i]) bench_.watch(PinId{i});
  }
  news_.clear();
  for (Viewer& viewer : viewers_) viewer.missed.clear();
  news_.view = true;
  timer_.want_frame();
}

void ViewFeed::frame() {
  const std::string messages = pack(news_);
  bool somebody_waits = false;
  for (Viewer& viewer : viewers_) {
    if (!viewer.sink->ready()) {
      viewer.missed.add(news_);
    } else if (viewer.missed.empty()) {
      if (!messages.empty()) viewer.sink->send(messages);
    } else {
      viewer.missed.add(news_);
      viewer.sink->send(pack(viewer.missed));
      viewer.missed.clear();
    }
    somebody_waits |= !viewer.missed.empty();
  }
  news_.clear();
  if (somebody_waits) timer_.want_frame();
}

std::string ViewFeed::pack(const News& news) const {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  if (news.view) {
    begin_notification(packer, "view");
    pack_view(packer);
    return std::string(pinbridge::view(buffer));
  }
  if (!news.pins.empty()) {
    begin_notification(packer, "levels");
    pack_levels(packer, news);
  }
  for (const std::uint32_t part : news.parts.numbers()) {
    begin_notification(packer, "part");
    pack_part_state(packer, bench_, PartId{part}, bench_.now());
  }
  const auto pack_notice = [&](std::string_view name, const MarkedSet& pins) {
    if (pins.empty()) return;
    begin_notification(packer, name);
    pack_pins_notice(packer, bench_, {pins.numbers().begin(), pins.numbers().end()}, bench_.now());
  };
  pack_notice("conflict", news.conflicts);
  pack_notice("oscillation", news.oscillations);
  if (news.bounce) {
    begin_notification(packer, "bounce");
    pack_bounce(packer, bench_.bounce());
  }
  return std::string(pinbridge::view(buffer));
}

void ViewFeed::pack_levels(Packer& packer, const News& news) const {
  packer.pack_map(2);
  pack_time(packer, bench_.now());
  pack_text(packer, "pins");
  packer.pack_array(static_cast<std::uint32_t>(news.pins.numbers().size()));
  for (const std::uint32_t pin : news.pins.numbers()) {
    packer.pack_array(6);
    packer.pack(pin);
    pack_pin_levels(packer, bench_, PinId{pin}, counts_->totals(PinId{pin}, bench_.now()));
  }
}

void ViewFeed::pack_view(Packer& packer) const {
  packer.pack_map(4);
  pack_time(packer, bench_.now());
  pack_text(packer, "diagram");
  pack_diagram(packer, commands_);
  pack_text(packer, "bounce");
  pack_bounce(packer, bench_.bounce());
  pack_text(packer, "pins");
  packer.pack_array(bench_.pin_count());
  for (std::uint32_t i = 0; i < bench_.pin_count(); ++i) {
    packer.pack_array(5);
    pack_pin_levels(packer, bench_, PinId{i}, counts_->totals(PinId{i}, bench_.now()));
  }
}

}  // namespace pinbridge
