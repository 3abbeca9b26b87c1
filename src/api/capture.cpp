#include "api/capture.hpp"

#include <algorithm>
#include <utility>

#include "api/message.hpp"
#include "api/view_message.hpp"

namespace pinbridge::api {
namespace {

void append_number(std::string& bytes, std::uint64_t number, unsigned size) {
  for (unsigned i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xffU);
}

}  // namespace

Capture::Capture(Bench& bench, FrameSink& sink, const std::vector<PinId>& pins, std::uint32_t id,
                 std::size_t most_kept)
    : bench_(bench),
      sink_(sink),
      id_(id),
      most_kept_(most_kept),
      start_(bench.now()),
      timer_(bench, [this] { tell(); }) {
  for (const PinId pin : pins) {
    bench_.changes().watch(pin);
    channels_.push_back({pin, bench_.pins().part_id(bench_.pins().part_of(pin)),
                         std::string(bench_.pins().short_name(pin)), bench_.state(pin).level});
  }
  number_channels();
  bench_.changes().add(*this);
}

Capture::~Capture() {
  bench_.changes().remove(*this);
  for (const Channel& channel : channels_) {
    if (channel.pin) bench_.changes().unwatch(*channel.pin);
  }
}

void Capture::number_channels() {
  channels_of_pin_.assign(bench_.pins().count(), {});
  for (std::uint16_t i = 0; i < channel_count(); ++i) {
    if (channels_[i].pin) channels_of_pin_[channels_[i].pin->value()].push_back(i);
  }
}

void Capture::pin_changed(const PinChange& change) {
  for (const std::uint16_t channel : channels_of_pin_[change.pin.value()]) {
    add({change.time, channel, change.state.level, change.state.direction});
  }
}

void Capture::rewired(std::span<const std::optional<PinId>> moved) {
  std::vector<std::uint16_t> gone;
  for (std::uint16_t i = 0; i < channel_count(); ++i) {
    auto& pin = channels_[i].pin;
    if (!pin) continue;
    pin = moved[pin->value()];
    if (!pin) gone.push_back(i);
  }
  number_channels();
  // A removed pin has no level. Told once all pins have their new numbers, for adding an edge may
  // look at every one of them.
  for (const std::uint16_t channel : gone)
    add({bench_.now(), channel, Level::highz, Direction::in});
}

void Capture::add(const CapturedEdge& edge) {
  if (kept_.size() == most_kept_) {
    channels_[kept_.front().channel].first = kept_.front().level;
    kept_.pop_front();
    ++dropped_;
  }
  kept_.push_back(edge);
  if (edges_waiting_ == kMostWaiting) skip_waiting();
  ++edges_waiting_;
  append_record(edge);
  timer_.want_frame();
}

/// A client that cannot have both needs the present more than the past: starts again with the
/// current levels of all channels.
void Capture::skip_waiting() {
  lost_ += std::exchange(edges_waiting_, 0);
  waiting_.clear();
  for (std::uint16_t i = 0; i < channel_count(); ++i) {
    const PinState state = channels_[i].pin ? bench_.state(*channels_[i].pin) : PinState{};
    append_record({bench_.now(), i, state.level, state.direction});
  }
}

void Capture::append_record(const CapturedEdge& edge) {
  append_number(waiting_, static_cast<std::uint64_t>(edge.time.time_since_epoch().count()), 8);
  append_number(waiting_, edge.channel, 2);
  append_number(waiting_, static_cast<std::uint64_t>(level_number(edge.level)), 1);
  append_number(waiting_, edge.direction == Direction::out ? 1 : 0, 1);
}

void Capture::tell() {
  if (!sink_.ready()) return timer_.want_frame();
  msgpack::sbuffer buffer;
  Packer packer(buffer);
  begin_notification(packer, NotificationName::edges);
  packer.pack_map(4);
  pack_text(packer, "capture");
  packer.pack(id_);
  pack_text(packer, "until");
  packer.pack(static_cast<std::uint64_t>(bench_.now().time_since_epoch().count()));
  pack_text(packer, "lost");
  packer.pack(std::exchange(lost_, 0));
  pack_text(packer, "data");
  packer.pack_bin(static_cast<std::uint32_t>(waiting_.size()));
  packer.pack_bin_body(waiting_.data(), static_cast<std::uint32_t>(waiting_.size()));
  waiting_.clear();
  edges_waiting_ = 0;
  sink_.send(api::view(buffer));
}

CaptureExcerpt Capture::excerpt(Time from, Time until) const {
  CaptureExcerpt excerpt;
  excerpt.from = std::max(from, dropped_ > 0 ? kept_.front().time : start_);
  excerpt.until = std::max(excerpt.from, std::min(until, bench_.now()));
  excerpt.dropped = dropped_;
  for (const Channel& channel : channels_) {
    excerpt.channels.push_back({channel.part, channel.name, channel.first});
  }
  const std::size_t begin = kept_.first_at(excerpt.from);
  const std::size_t end =
      excerpt.until == Time::max() ? kept_.size() : kept_.first_at(excerpt.until + Duration(1));
  excerpt.edges = kept_.slice(begin, end);
  set_levels_before(begin, excerpt);
  return excerpt;
}

/// The last edge of each channel before `end` gives its level there.
void Capture::set_levels_before(std::size_t end, CaptureExcerpt& excerpt) const {
  std::vector<bool> is_set(channels_.size());
  std::size_t left = channels_.size();
  while (end > 0 && left > 0) {
    const CapturedEdge& edge = kept_[--end];
    if (is_set[edge.channel]) continue;
    is_set[edge.channel] = true;
    --left;
    excerpt.channels[edge.channel].level = edge.level;
  }
}

}  // namespace pinbridge::api
