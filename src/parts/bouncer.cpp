#include "parts/bouncer.hpp"

#include <algorithm>

namespace pinbridge::parts {
namespace {

using std::chrono::milliseconds;

constexpr Duration kDefaultSpan = milliseconds(1);
constexpr double kLongestMs = 1000;

}  // namespace

BounceSettings BounceSettings::from(Attributes& attributes) {
  BounceSettings settings;
  settings.enabled = attributes.flag("bounce", true);
  if (attributes.text("bounce-ms")) {
    const double ms = attributes.number("bounce-ms", 0, kLongestMs, 1);
    settings.longest =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms));
  }
  return settings;
}

std::vector<AttributeSpec> BounceSettings::specs() {
  return {{"bounce", "1", "\"0\" turns bounce off"},
          {"bounce-ms", "10 to 100 transitions within 1 ms",
           "longest bounce in ms, 0 to 1000: 3, 5 or 7 transitions within up to this time"}};
}

void Bouncer::place(const PartHost& host, bool closed) {
  host_ = host;
  timer_.stop();
  // Far apart, because generators with adjacent seeds begin with similar numbers.
  if (!dice_) dice_.emplace(host.seed() ^ number_ * 0x9E3779B9U);
  closed_ = closed;
  apply_(closed_);
}

void Bouncer::move(bool closed) {
  timer_.stop();
  if (closed == closed_) return;
  transitions_.clear();
  if (const BounceSettings now = settings(); now.enabled) {
    for (const Duration delay : plan(now.longest)) transitions_.push_back(host_.now() + delay);
  }
  closed_ = closed;
  apply_(closed_);
  step(0);
}

/// The part's own settings, unless the board overrides them.
BounceSettings Bouncer::settings() const {
  switch (const BoardBounce board = host_.bounce(); board.mode) {
    case BoardBounce::Mode::off:
      return {.enabled = false};
    case BoardBounce::Mode::on:
      return {.longest = board.longest};
    case BoardBounce::Mode::parts:
      break;
  }
  return settings_;
}

/// When the contact moves again after its first transition: an even number of times, in order.
std::vector<Duration> Bouncer::plan(const std::optional<Duration>& longest) {
  const auto between = [&](std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(*dice_);
  };
  const std::int64_t transitions = longest ? 1 + 2 * between(1, 3) : 1 + 2 * between(5, 49);
  const Duration span = longest ? Duration(between(0, longest->count())) : kDefaultSpan;
  std::vector<Duration> delays;
  for (std::int64_t i = 1; i < transitions; ++i) delays.emplace_back(between(0, span.count()));
  std::sort(delays.begin(), delays.end());
  return delays;
}

void Bouncer::step(std::size_t index) {
  if (index == transitions_.size()) return;
  timer_.start(host_, transitions_[index] - host_.now(), [this, index] {
    closed_ = !closed_;
    apply_(closed_);
    step(index + 1);
  });
}

}  // namespace pinbridge::parts
