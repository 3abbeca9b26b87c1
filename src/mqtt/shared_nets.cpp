#include "mqtt/shared_nets.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/printable.hpp"

namespace pinbridge::mqtt {
namespace {

/// More is not counted: other programs send the numbers.
constexpr std::uint64_t kMostMissed = 1'000'000'000'000;

std::string more_text(std::uint64_t count) {
  return count > 0 ? fmt::format(" ({} more were not logged)", count) : "";
}

}  // namespace

SharedNets::SharedNets(Bench& bench, Topics topics, std::string run, UtcOf utc, Hooks hooks)
    : bench_(bench),
      topics_(std::move(topics)),
      run_(std::move(run)),
      utc_(std::move(utc)),
      hooks_(std::move(hooks)) {
  find_links();
  bench_.changes().add(*this);
}

SharedNets::~SharedNets() {
  bench_.changes().remove(*this);
  bench_.timers().cancel(wake_);
  for (auto& [id, link] : links_) link.part->listen(nullptr);
}

/// Links of parts that the bench still has, go on.
void SharedNets::find_links() {
  auto before = std::exchange(links_, {});
  const std::uint32_t count = bench_.pins().part_count();
  for (std::uint32_t i = 0; i < count; ++i) {
    auto* part = dynamic_cast<NetLink*>(&bench_.part(PartId{i}));
    if (part == nullptr) continue;
    auto kept = before.extract(part->id());
    if (!kept.empty() && kept.mapped().part == part) {
      links_.insert(std::move(kept));
      continue;
    }
    Link& link = links_[part->id()];
    link.part = part;
    link.topic = topics_.side(part->net(), part->id());
    part->listen(this);
    if (!kept.empty()) gone_.insert(kept.mapped().topic);
    if (open_) begin(link);
  }
  for (const auto& [id, link] : before) gone_.insert(link.topic);
  for (const auto& [id, link] : links_) gone_.erase(link.topic);
}

/// What parts drive and show changes in a turn of its own: a listener must not change the bench.
void SharedNets::rewired(std::span<const std::optional<PinId>> /*moved*/) {
  find_links();
  parts_are_new_ = true;
  schedule();
  hooks_.on_change();
}

void SharedNets::opened() {
  open_ = true;
  for (auto& [id, link] : links_) {
    begin(link);
    drive_part(link);
  }
}

void SharedNets::begin(Link& link) {
  hooks_.subscribe({topics_.sides_filter(link.part->net())});
  link.waiting.repeat({link.part->board_signal(), bench_.now()});
}

void SharedNets::closed() {
  open_ = false;
  benches_.clear();
  for (auto& [id, link] : links_) {
    link.on_its_way = false;
    link.wake = Time::max();
    update_all(link);
  }
}

void SharedNets::finish() {
  for (auto& [id, link] : links_) {
    link.part->listen(nullptr);
    gone_.insert(link.topic);
  }
  links_.clear();
}

// What this board drives.

void SharedNets::board_drives(const NetLink& part, Signal signal, Time time) {
  Link& link = links_.at(part.id());
  if (!open_) return link.waiting.skip();
  link.waiting.add({signal, time});
  link.repeats = kRepeats.size();
  hooks_.on_change();
}

std::optional<Message> SharedNets::next() {
  if (!open_) return std::nullopt;
  if (!gone_.empty()) return Message{gone_.extract(gone_.begin()).value(), "", true};
  for (auto& [id, link] : links_) {
    if (link.on_its_way || link.waiting.empty()) continue;
    if (!link.pace.take(bench_.now())) {
      wake_at(link, bench_.now() + kSpacing);
      continue;
    }
    const auto batch = link.waiting.take();
    link.on_its_way = true;
    return Message{link.topic, side_payload(run_, *batch, utc_(batch->drives.front().time)), true};
  }
  return std::nullopt;
}

void SharedNets::acknowledged(const std::string& topic) {
  for (auto& [id, link] : links_) {
    if (link.topic != topic) continue;
    link.on_its_way = false;
    if (link.repeats == 0 || !link.waiting.empty()) continue;
    wake_at(link, bench_.now() + kRepeats[kRepeats.size() - link.repeats]);
  }
}

void SharedNets::wake_at(Link& link, Time time) {
  link.wake = time;
  schedule();
}

void SharedNets::schedule() {
  bench_.timers().cancel(wake_);
  Time first = parts_are_new_ ? bench_.now() : Time::max();
  for (const auto& [id, link] : links_) first = std::min(first, link.wake);
  if (first != Time::max()) wake_ = bench_.timers().add(first, [this] { wake_up(); });
}

void SharedNets::wake_up() {
  const bool new_parts = std::exchange(parts_are_new_, false);
  for (auto& [id, link] : links_) {
    if (new_parts) drive_part(link);
    if (link.wake > bench_.now()) continue;
    link.wake = Time::max();
    if (!link.waiting.empty() || link.repeats == 0) continue;
    --link.repeats;
    link.waiting.repeat({link.part->board_signal(), bench_.now()});
  }
  schedule();
  hooks_.on_change();
}

// What others drive.

bool SharedNets::received(const Message& message) {
  if (const auto bench = topics_.parse_status(message.topic)) {
    status_received(*bench, message.payload);
    return true;
  }
  const auto side = topics_.parse_side(message.topic);
  if (!side) return false;
  if (side->bench != topics_.bench()) side_received(*side, message);
  return true;
}

void SharedNets::status_received(const std::string& bench, const std::string& payload) {
  const auto known = benches_.find(bench);
  if (known == benches_.end()) return;
  const auto status = parse_status(payload);
  known->second = status ? *status : OtherStatus{};
  for (auto& [id, link] : links_) update_all(link);
}

void SharedNets::side_received(const SideTopic& topic, const Message& message) {
  for (auto& [id, link] : links_) {
    if (link.part->net() != topic.net) continue;
    if (message.payload.empty()) {
      side_left(link, topic.bench + "/" + topic.part);
      continue;
    }
    auto side = parse_side(message.payload);
    if (!side) {
      if (log_rate_.take(bench_.now())) {
        spdlog::warn("{}: ignored what {} sends of the net \"{}\": {}{}", id,
                     printable(topic.bench), printable(topic.net), side.error().message,
                     more_text(log_rate_.take_suppressed()));
      }
      continue;
    }
    if (Other* other = other_of(link, topic)) take(link, *other, std::move(*side), message.retain);
  }
}

SharedNets::Other* SharedNets::other_of(Link& link, const SideTopic& topic) {
  const std::string name = topic.bench + "/" + topic.part;
  if (!link.others.contains(name) && link.others.size() >= kMostKnown) return nullptr;
  Other& other = link.others[name];
  other.bench = topic.bench;
  if (benches_.try_emplace(topic.bench).second) {
    hooks_.subscribe({topics_.status_of(topic.bench)});
  }
  return &other;
}

/// The drives happen one after the other: a pulse stays one. Of what the broker has retained, only
/// the last is the present one.
void SharedNets::take(Link& link, Other& other, SideMessage message, bool retained) {
  if (other.run != message.run) {
    leave_out(link, other);
    other.run = message.run;
    other.next = 0;
  }
  const SideBatch& batch = message.batch;
  const std::uint64_t first = retained ? batch.next() - 1 : batch.first;
  if (other.next != 0 && first > other.next) count_missed(link, other, first - other.next);
  for (std::uint64_t i = std::max(first, other.next); i < batch.next(); ++i) {
    update(link, other, batch.drives[i - batch.first].signal);
  }
  other.next = std::max(other.next, batch.next());
}

void SharedNets::count_missed(Link& link, const Other& other, std::uint64_t count) {
  link.missed = std::min(kMostMissed, link.missed + std::min(kMostMissed, count));
  link.unlogged = std::min(kMostMissed, link.unlogged + std::min(kMostMissed, count));
  if (!log_rate_.take(bench_.now())) return;
  spdlog::warn("{}: {} changes of the net \"{}\" by {} were lost", link.part->id(),
               std::exchange(link.unlogged, 0), printable(link.part->net()),
               printable(other.bench));
}

void SharedNets::side_left(Link& link, const std::string& name) {
  auto left = link.others.extract(name);
  if (left.empty()) return;
  leave_out(link, left.mapped());
  forget_bench(left.mapped().bench);
  update_all(link);
}

void SharedNets::forget_bench(const std::string& bench) {
  for (const auto& [id, link] : links_) {
    for (const auto& [name, other] : link.others) {
      if (other.bench == bench) return;
    }
  }
  benches_.erase(bench);
}

bool SharedNets::is_online(const Other& other) const {
  const auto status = benches_.find(other.bench);
  return status != benches_.end() && status->second.online && status->second.run == other.run;
}

/// A side drives the net so from now on, if it is online and there is room for it.
void SharedNets::update(Link& link, Other& other, Signal drive) {
  leave_out(link, other);
  other.drive = drive;
  if (is_online(other)) {
    if (link.online < kMostOthers) {
      other.counts = true;
      ++link.online;
      link.tally.add(drive);
    } else if (log_rate_.take(bench_.now())) {
      spdlog::warn("{}: the net \"{}\" has more than {} other boards; {} is ignored",
                   link.part->id(), printable(link.part->net()), kMostOthers,
                   printable(other.bench));
    }
  }
  drive_part(link);
}

void SharedNets::leave_out(Link& link, Other& other) {
  if (!std::exchange(other.counts, false)) return;
  --link.online;
  link.tally.remove(other.drive);
}

void SharedNets::drive_part(Link& link) {
  link.part->drive(link.tally.resolve());
  link.part->show(open_, {link.online, link.missed});
}

/// After a change of what is online.
void SharedNets::update_all(Link& link) {
  for (auto& [name, other] : link.others) {
    if (other.counts && !is_online(other)) leave_out(link, other);
  }
  for (auto& [name, other] : link.others) {
    if (!other.counts && is_online(other)) update(link, other, other.drive);
  }
  drive_part(link);
}

}  // namespace pinbridge::mqtt
