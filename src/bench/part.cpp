#include "bench/part.hpp"

#include "base/check.hpp"
#include "bench/bench.hpp"

namespace pinbridge {

PartHost::PartHost(Bench& bench, PartId part)
    : bench_(&bench),
      part_(part),
      first_pin_(bench.pins().first_of(part)),
      pin_count_(bench.pins().count_of(part)) {}

PinId PartHost::pin(PinIndex index) const {
  PB_CHECK(index.value() < pin_count_);
  return PinId{first_pin_.value() + index.value()};
}

void PartHost::drive(PinIndex pin, Drive drive) const {
  bench_->drive(this->pin(pin), drive);
}

void PartHost::set_contact(std::uint32_t contact, bool closed) const {
  bench_->set_contact(part_, contact, closed);
}

Signal PartHost::signal(PinIndex pin) const {
  return bench_->signal(this->pin(pin));
}

bool PartHost::is_wired(PinIndex pin) const {
  return bench_->pins().on_net_of(this->pin(pin)).size() > 1;
}

Time PartHost::now() const {
  return bench_->now();
}

const std::string& PartHost::part_id() const {
  return bench_->pins().part_id(part_);
}

BoardBounce PartHost::bounce() const {
  return bench_->bounce();
}

void PartHost::state_changed() const {
  bench_->changes().part_changed(part_);
}

std::uint32_t PartHost::seed() const {
  // FNV-1a over the id: the same on every machine, and another part does not shift it.
  std::uint32_t hash = 2166136261U ^ bench_->seed();
  for (const char c : part_id()) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

void PartTimer::start(const PartHost& host, Duration delay, std::function<void()> action) {
  stop();
  timers_ = &host.bench_->timers();
  pending_ = timers_->add(host.now() + delay, std::move(action), host.part_.value());
}

void PartTimer::stop() {
  if (timers_) timers_->cancel(pending_);
}

Result<void> Part::control(std::string_view name, const ControlValue&) {
  const auto present = controls();
  if (present.empty()) {
    return make_error(ErrorCode::not_found, "it has no control \"{}\"; it has none at all", name);
  }
  std::string all;
  for (const auto& control : present) all += (all.empty() ? "" : ", ") + control.name;
  return make_error(ErrorCode::not_found, "it has no control \"{}\"; it has: {}", name, all);
}

}  // namespace pinbridge
