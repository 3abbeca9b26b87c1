#include "links/chip/line_pacer.hpp"

namespace pinbridge::chip {

void LinePacer::set_pause(std::optional<Duration> pause) {
  pause_ = pause;
  if (!pause_) release_all();
}

void LinePacer::change(const PartHost& host, LineOffset line, Level shown, Level level) {
  Line& state = lines_[line];
  if (level == (state.held.empty() ? shown : state.held.back().level)) return;
  enqueue(line, state, shown, level);
  present_held(host);
}

void LinePacer::enqueue(LineOffset line, Line& state, Level shown, Level level) {
  std::size_t left_out = 0;
  Level newest = shown;
  if (held_ >= kMostHeld && !state.held.empty()) {
    state.held.pop_back();
    --held_;
    ++left_out;
    if (!state.held.empty()) newest = state.held.back().level;
    if (newest == level) ++left_out;
  }
  if (left_out < 2) {
    state.held.push_back({changes_++, level});
    ++held_;
  }
  if (left_out > 0) events_.on_merged(line, left_out);
}

bool LinePacer::is_busy(LineOffset line) const {
  const auto found = lines_.find(line);
  return found != lines_.end() && (found->second.untaken || !found->second.held.empty());
}

void LinePacer::hold(const PartHost& host, LineOffset line, std::optional<Duration> at_most) {
  const auto found = lines_.find(line);
  if (!on() || found == lines_.end() || std::exchange(found->second.untaken, true)) return;
  found->second.waited_for = true;
  ++waited_for_;
  wait(host, *found, at_most, &LinePacer::give_up);
}

/// Ends the wait after `at_most`; other lines wait for kMostWaited only.
void LinePacer::wait(const PartHost& host, Lines::reference of, std::optional<Duration> at_most,
                     End end) {
  auto& [line, state] = of;
  const auto start = [&host, &state, this, line, end](Duration time) {
    state.most_waited.start(host, time, [this, &host, line, end] { (this->*end)(host, line); });
  };
  if (at_most && *at_most <= kMostWaited) return start(*at_most);
  state.most_waited.start(host, kMostWaited, [this, &host, &state, at_most, start] {
    wait_no_more_for(state);
    if (at_most) start(*at_most - kMostWaited);
    present_held(host);
  });
}

void LinePacer::give_up(const PartHost& host, LineOffset line) {
  Line& state = lines_.at(line);
  state.untaken = false;
  if (!state.held.empty()) events_.on_untaken(line);
  present_held(host);
}

void LinePacer::taken(const PartHost& host, LineOffset line) {
  const auto found = lines_.find(line);
  if (found == lines_.end() || !std::exchange(found->second.untaken, false)) return;
  wait_no_more_for(found->second);
  rest(host);
  present_held(host);
}

void LinePacer::taken_within(const PartHost& host, LineOffset line, Duration at_most) {
  const auto found = lines_.find(line);
  if (found == lines_.end() || !found->second.untaken) return;
  wait(host, *found, at_most, &LinePacer::taken);
}

void LinePacer::wait_no_more_for(Line& state) {
  state.most_waited.stop();
  if (std::exchange(state.waited_for, false)) --waited_for_;
}

void LinePacer::present_held(const PartHost& host) {
  while (!resting_ && waited_for_ == 0) {
    auto* const next = next_line();
    if (next == nullptr) return;
    auto& [line, state] = *next;
    present_first(line, state);
    if (!state.untaken) rest(host);
  }
}

/// The line whose change is the first that is not held by an earlier one of its own.
std::pair<const LineOffset, LinePacer::Line>* LinePacer::next_line() {
  std::pair<const LineOffset, Line>* next = nullptr;
  if (held_ == 0) return next;
  for (auto& candidate : lines_) {
    const Line& state = candidate.second;
    if (state.untaken || state.held.empty()) continue;
    if (next != nullptr && next->second.held.front().number < state.held.front().number) continue;
    next = &candidate;
  }
  return next;
}

void LinePacer::present_first(LineOffset line, Line& state) {
  const Level level = state.held.front().level;
  state.held.pop_front();
  --held_;
  events_.on_level(line, level);
}

void LinePacer::rest(const PartHost& host) {
  const Duration pause = pause_.value_or(Duration::zero());
  if (pause == Duration::zero()) return;
  resting_ = true;
  rest_.start(host, pause, [this, &host] {
    resting_ = false;
    present_held(host);
  });
}

void LinePacer::release(const PartHost& host, LineOffset line) {
  const auto found = lines_.find(line);
  if (found == lines_.end()) return;
  flush(line, found->second);
  present_held(host);
}

void LinePacer::release_all() {
  rest_.stop();
  resting_ = false;
  for (auto& [line, state] : lines_) flush(line, state);
}

void LinePacer::flush(LineOffset line, Line& state) {
  while (!state.held.empty()) present_first(line, state);
  // The link may have called hold() for one of them, too.
  state.untaken = false;
  wait_no_more_for(state);
}

}  // namespace pinbridge::chip
