#include "api/view_feed.hpp"

#include <algorithm>

#include "api/view_message.hpp"

namespace pinbridge::api {

void ViewFeed::News::add(const News& other) {
  pins.mark_all(other.pins);
  parts.mark_all(other.parts);
  conflicts.mark_all(other.conflicts);
  oscillations.mark_all(other.oscillations);
  bounce |= other.bounce;
}

void ViewFeed::News::clear() {
  pins.clear();
  parts.clear();
  conflicts.clear();
  oscillations.clear();
  bounce = false;
}

bool ViewFeed::News::empty() const {
  return pins.empty() && parts.empty() && conflicts.empty() && oscillations.empty() && !bounce;
}

ViewFeed::ViewFeed(Commands& commands)
    : commands_(commands),
      bench_(commands.bench()),
      timer_(bench_, [this] { frame(); }),
      slices_(bench_, [this] {
        const bool packed = pack_view(SliceTimer::kPieces) != nullptr;
        if (packed) timer_.want_frame();
        return !packed;
      }) {}

ViewFeed::~ViewFeed() {
  if (counts_) end();
}

void ViewFeed::add(FrameSink& sink) {
  remove(sink);
  if (!counts_) begin();
  // A View that is there already was begun earlier. Changes that both it and a frame contain are
  // harmless.
  viewers_.push_back({.sink = &sink, .missed = view_ ? view_->since : News()});
}

void ViewFeed::sent_view(FrameSink& sink) {
  for (Viewer& viewer : viewers_) {
    if (viewer.sink != &sink) continue;
    viewer.view = ViewState::sent;
    if (!viewer.missed.empty()) timer_.want_frame();
  }
}

void ViewFeed::remove(FrameSink& sink) {
  std::erase_if(viewers_, [&](const Viewer& viewer) { return viewer.sink == &sink; });
  if (viewers_.empty() && counts_) end();
}

void ViewFeed::begin() {
  counts_ = std::make_unique<LevelCounts>(bench_);
  for (std::uint32_t i = 0; i < bench_.pins().count(); ++i) bench_.changes().watch(PinId{i});
  bench_.changes().add(*this);
}

void ViewFeed::end() {
  bench_.changes().remove(*this);
  for (std::uint32_t i = 0; i < bench_.pins().count(); ++i) bench_.changes().unwatch(PinId{i});
  counts_.reset();
  view_.reset();
  slices_.stop();
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

/// Earlier pin numbers are invalid, and so are the queued changes that use them.
void ViewFeed::rewired(std::span<const std::optional<PinId>> moved) {
  counts_->rewired(bench_, moved);
  std::vector<bool> watched(bench_.pins().count());
  for (const auto& pin : moved) {
    if (pin) watched[pin->value()] = true;
  }
  for (std::uint32_t i = 0; i < watched.size(); ++i) {
    if (!watched[i]) bench_.changes().watch(PinId{i});
  }
  news_.clear();
  view_.reset();
  slices_.stop();
  for (Viewer& viewer : viewers_) {
    viewer.missed.clear();
    if (viewer.view == ViewState::sent) viewer.view = ViewState::outdated;
  }
  timer_.want_frame();
}

void ViewFeed::finish() {
  if (is_outdated()) {
    while (!pack_view(SliceTimer::kPieces)) {
    }
    timer_.want_frame();
  }
  timer_.finish();
  // What changed since a View was begun follows it.
  timer_.finish();
}

bool ViewFeed::is_outdated() const {
  return std::ranges::any_of(
      viewers_, [](const Viewer& viewer) { return viewer.view == ViewState::outdated; });
}

void ViewFeed::frame() {
  const std::string messages = pack(news_);
  if (view_) view_->since.add(news_);
  bool somebody_waits = false;
  for (Viewer& viewer : viewers_) {
    if (viewer.view != ViewState::sent) {
      if (viewer.view == ViewState::requested) viewer.missed.add(news_);
      continue;
    }
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
  if (is_outdated()) send_views();
}

/// To viewers that are outdated. A View that is complete serves them however late they are ready.
void ViewFeed::send_views() {
  if (!(view_ && view_->packed) && !pack_view(SliceTimer::kPieces)) return slices_.start();
  msgpack::sbuffer buffer;
  for (Viewer& viewer : viewers_) {
    if (viewer.view != ViewState::outdated) continue;
    if (!viewer.sink->ready()) {
      timer_.want_frame();
      continue;
    }
    if (buffer.size() == 0) {
      Packer packer(buffer);
      begin_notification(packer, NotificationName::view);
      buffer.write(view_->packed->data(), view_->packed->size());
    }
    viewer.sink->send(api::view(buffer));
    viewer.view = ViewState::sent;
    viewer.missed = view_->since;
    if (!viewer.missed.empty()) timer_.want_frame();
  }
}

std::string ViewFeed::pack(const News& news) const {
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  if (!news.pins.empty()) {
    begin_notification(packer, NotificationName::levels);
    pack_levels(packer, news);
  }
  for (const std::uint32_t part : news.parts.numbers()) {
    begin_notification(packer, NotificationName::part);
    pack_part_state(packer, bench_, PartId{part}, bench_.now());
  }
  const auto pack_notice = [&](NotificationName name, const MarkedSet& pins) {
    if (pins.empty()) return;
    begin_notification(packer, name);
    pack_pins_notice(packer, bench_, {pins.numbers().begin(), pins.numbers().end()}, bench_.now());
  };
  pack_notice(NotificationName::conflict, news.conflicts);
  pack_notice(NotificationName::oscillation, news.oscillations);
  if (news.bounce) {
    begin_notification(packer, NotificationName::bounce);
    pack_bounce(packer, bench_.bounce());
  }
  return std::string(api::view(buffer));
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

std::shared_ptr<const std::string> ViewFeed::pack_view(std::size_t most) {
  if (view_ && view_->packed && bench_.now() - view_->packed_at >= kViewAge) view_.reset();
  if (!view_) {
    view_ = std::make_unique<View>();
    view_->pieces = view_pieces(commands_, counts_.get());
    view_->buffer = std::make_unique<msgpack::sbuffer>();
  }
  if (view_->packed) return view_->packed;
  // A piece that fails has packed a part of itself: that is given up.
  auto view = std::move(view_);
  const bool packed = view->pieces.pack(*view->buffer, most);
  view_ = std::move(view);
  if (!packed) return nullptr;
  view_->packed = std::make_shared<const std::string>(api::view(*view_->buffer));
  view_->packed_at = bench_.now();
  view_->buffer.reset();
  return view_->packed;
}

}  // namespace pinbridge::api
