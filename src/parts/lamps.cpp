#include "parts/lamps.hpp"

#include <algorithm>
#include <utility>

namespace pinbridge::parts {
namespace {

void append_to_list(std::string& list, int number) {
  if (!list.empty()) list += ',';
  list += std::to_string(number);
}

}  // namespace

void Lamps::set(std::size_t lamp, bool lit) {
  if (switch_lamp(lamp, lit)) host_->state_changed();
}

void Lamps::set_each(const std::function<bool(std::size_t)>& lit_of) {
  bool news = false;
  for (std::size_t i = 0; i < lamps_.size(); ++i) news = switch_lamp(i, lit_of(i)) || news;
  if (news) host_->state_changed();
}

/// Whether clients must be notified now, and not when the window ends.
bool Lamps::switch_lamp(std::size_t index, bool lit) {
  Lamp& lamp = lamps_[index];
  if (lamp.lit == lit) return false;
  const bool was_quiet = !window_open_;
  if (was_quiet) open_window();
  if (lit) {
    lamp.since = host_->now();
  } else {
    lamp.lit_for += host_->now() - lamp.since;
  }
  lamp.lit = lit;
  changed_ = true;
  return was_quiet;
}

void Lamps::open_window() {
  window_open_ = true;
  changed_ = false;
  for (Lamp& lamp : lamps_) {
    lamp.since = host_->now();
    lamp.lit_for = Duration::zero();
  }
  timer_.start(*host_, kWindow, [this] { close_window(); });
}

void Lamps::close_window() {
  window_open_ = false;
  bool news = changed_;
  for (Lamp& lamp : lamps_) {
    const int brightness = measure(lamp);
    news = news || brightness != lamp.brightness;
    lamp.brightness = brightness;
  }
  // One more, in which what stands still now is seen to stand still.
  if (std::exchange(changed_, false)) open_window();
  if (news) host_->state_changed();
}

int Lamps::measure(Lamp& lamp) const {
  if (lamp.lit) lamp.lit_for += host_->now() - lamp.since;
  const auto percent = static_cast<int>((lamp.lit_for * 100 + kWindow / 2) / kWindow);
  return lamp.lit_for > Duration::zero() ? std::clamp(percent, 1, 100) : 0;
}

std::string Lamps::brightness_list() const {
  std::string list;
  for (const Lamp& lamp : lamps_) append_to_list(list, lamp.brightness);
  return list;
}

std::string Lamps::lit_list() const {
  std::string list;
  for (const Lamp& lamp : lamps_) append_to_list(list, lamp.lit ? 1 : 0);
  return list;
}

}  // namespace pinbridge::parts
