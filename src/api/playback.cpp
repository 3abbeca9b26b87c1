#include "api/playback.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/time_sum.hpp"

namespace pinbridge::api {

Playback::Playback(Commands& commands, std::function<void(Time)> on_end)
    : commands_(commands), on_end_(std::move(on_end)) {}

Playback::~Playback() {
  commands_.bench().timers().cancel(timer_);
  if (playing_) release();
}

Result<void> Playback::load(const std::string& pin, const std::vector<Change>& changes) {
  if (playing_) return make_error(ErrorCode::busy, "the waveform is playing; nothing can be added");
  if (const auto found = commands_.pin(pin); !found) return found.error();
  if (changes.size() > kMostChanges - size_) {
    return make_error(ErrorCode::limit, "a waveform is limited to {} changes", kMostChanges);
  }
  auto track = std::ranges::find(tracks_, pin, &Track::pin);
  const bool fresh = track == tracks_.end();
  if (fresh && tracks_.size() == kMostPins) {
    return make_error(ErrorCode::limit, "a waveform is limited to {} pins", kMostPins);
  }
  Duration last = fresh ? Duration{} : track->last();
  for (const Change& change : changes) {
    if (change.time < last) {
      return make_error(ErrorCode::invalid, "the times of {} run backwards at {} ns", pin,
                        change.time.count());
    }
    last = change.time;
  }
  if (fresh) track = tracks_.insert(tracks_.end(), {.pin = pin, .changes = {}});
  auto& loaded = track->changes;
  size_ -= loaded.size();
  for (const Change& change : changes) {
    if (!loaded.empty() && loaded.back().time == change.time) loaded.pop_back();
    loaded.push_back(change);
  }
  size_ += loaded.size();
  return {};
}

Result<void> Playback::play(Duration length, std::uint64_t times) {
  if (playing_) return make_error(ErrorCode::busy, "the waveform is already playing");
  if (size_ == 0) return make_error(ErrorCode::invalid, "no waveform is loaded");
  Duration last{};
  for (const Track& track : tracks_) last = std::max(last, track.last());
  if (length < last) {
    return make_error(ErrorCode::invalid, "the waveform lasts {} ns, and has a change at {} ns",
                      length.count(), last.count());
  }
  if (times != 1 && length < kShortestRepeated) {
    return make_error(ErrorCode::invalid, "a repeated waveform must last {} ns or longer",
                      Duration(kShortestRepeated).count());
  }
  length_ = length;
  rounds_left_ = times;
  endless_ = times == 0;
  playing_ = true;
  begin_round(commands_.bench().now());
  return {};
}

void Playback::begin_round(Time start) {
  round_start_ = start;
  due_.clear();
  for (std::uint32_t i = 0; i < tracks_.size(); ++i) {
    tracks_[i].next = 0;
    if (!tracks_[i].changes.empty()) due_.push_back({tracks_[i].changes.front().time, i});
  }
  std::ranges::make_heap(due_, std::greater());
  arm();
}

/// For the next change, or the end of the round.
void Playback::arm() {
  const Duration offset = due_.empty() ? length_ : due_.front().time;
  timer_ = commands_.bench().timers().add(saturated_sum(round_start_, offset), [this] { work(); });
}

void Playback::work() {
  Bench& bench = commands_.bench();
  if (!due_.empty()) {
    const Duration time = due_.front().time;
    const Bench::Batch batch(bench);
    while (!due_.empty() && due_.front().time == time) {
      std::ranges::pop_heap(due_, std::greater());
      Track& track = tracks_[due_.back().track];
      drive(track.pin, track.changes[track.next].drive);
      if (++track.next == track.changes.size()) {
        due_.pop_back();
      } else {
        due_.back().time = track.changes[track.next].time;
        std::ranges::push_heap(due_, std::greater());
      }
    }
    return arm();
  }
  if (endless_ || --rounds_left_ > 0) return begin_round(saturated_sum(round_start_, length_));
  release();
  // Its changes are notified when this timer is over, and the end comes after them.
  timer_ = bench.timers().add(bench.now(), [this] { end(); });
}

void Playback::end() {
  playing_ = false;
  on_end_(commands_.bench().now());
}

/// The pin may have been removed, because the board's file can change.
void Playback::drive(const std::string& pin, Drive drive) {
  if (const auto found = commands_.pin(pin)) commands_.bench().drive_by_hand(*found, drive);
}

void Playback::release() {
  const Bench::Batch batch(commands_.bench());
  for (const Track& track : tracks_) drive(track.pin, kNoDrive);
}

}  // namespace pinbridge::api
