#include "mqtt/shared_nets.hpp"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/printable.hpp"

namespace pinbridge::mqtt {
namespace {

/// More is not counted: other programs send the numbers.
constexpr std::uint64_t kMostMissed = 1'000'000'000'000;

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
  bench_.timers().cancel(refresh_);
  for (auto& [id, link] : links_) link.part->listen(nullptr);
}

/// Links of parts that the bench still has, go on.
void SharedNets::find_links() {
  auto before = std::exchange(links_, {});
  const auto count = static_cast<std::uint32_t>(bench_.pins().part_count());
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
    if (!kept.empty() && kept.mapped().topic != link.topic) gone_.insert(kept.mapped().topic);
    if (open_) begin(link);
  }
  for (const auto& [id, link] : before) gone_.insert(link.topic);
  for (const auto& [id, link] : links_) gone_.erase(link.topic);
}

void SharedNets::rewired(std::span<const std::optional<PinId>> /*moved*/) {
  find_links();
  refresh_soon();
  hooks_.on_change();
}

void SharedNets::opened() {
  open_ = true;
  for (auto& [id, link] : links_) {
    begin(link);
    refresh(link);
  }
}

void SharedNets::begin(Link& link) {
  hooks_.subscribe({topics_.sides_filter(link.part->net())});
  link.waiting.restart({link.part->board_signal(), bench_.now()});
}

void SharedNets::closed() {
  open_ = false;
  benches_.clear();
  for (auto& [id, link] : links_) {
    link.on_its_way = false;
    refresh(link);
  }
}

void SharedNets::board_drives(const NetLink& link, Signal signal, Time time) {
  if (!open_) return;
  links_.at(link.id()).waiting.add({signal, time});
  hooks_.on_change();
}

std::optional<Message> SharedNets::next() {
  if (!open_) return std::nullopt;
  if (!gone_.empty()) return Message{gone_.extract(gone_.begin()).value(), "", true};
  for (auto& [id, link] : links_) {
    if (link.on_its_way) continue;
    const auto batch = link.waiting.take();
    if (!batch) continue;
    link.on_its_way = true;
    return Message{link.topic, side_payload(run_, *batch, utc_(batch->drives.front().time)), true};
  }
  return std::nullopt;
}

void SharedNets::acknowledged(const std::string& topic) {
  for (auto& [id, link] : links_) {
    if (link.topic == topic) link.on_its_way = false;
  }
}

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
  for (auto& [id, link] : links_) refresh(link);
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
        spdlog::warn("{}: ignored what {} sends of the net \"{}\": {}", id, printable(topic.bench),
                     printable(topic.net), side.error().message);
      }
      continue;
    }
    if (Other* other = other_of(link, topic)) take(link, *other, std::move(*side), message.retain);
  }
}

SharedNets::Other* SharedNets::other_of(Link& link, const SideTopic& topic) {
  const std::string name = topic.bench + "/" + topic.part;
  const auto known = link.others.find(name);
  if (known == link.others.end() && link.others.size() >= kMostOthers) {
    if (log_rate_.take(bench_.now())) {
      spdlog::warn("{}: the net \"{}\" has more than {} other boards; {} is ignored",
                   link.part->id(), printable(topic.net), kMostOthers, printable(name));
    }
    return nullptr;
  }
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
  if (other.run != message.run) other = {other.bench, message.run, {}, 0};
  const SideBatch& batch = message.batch;
  const std::uint64_t first = retained ? batch.next() - 1 : batch.first;
  if (other.next != 0 && first > other.next) count_missed(link, other, first - other.next);
  for (std::uint64_t i = std::max(first, other.next); i < batch.next(); ++i) {
    other.drive = batch.drives[i - batch.first].signal;
    refresh(link);
  }
  other.next = std::max(other.next, batch.next());
}

void SharedNets::count_missed(Link& link, const Other& other, std::uint64_t count) {
  link.missed = std::min(kMostMissed, link.missed + std::min(kMostMissed, count));
  if (!log_rate_.take(bench_.now())) return;
  spdlog::warn("{}: {} changes of the net \"{}\" by {} were lost", link.part->id(), count,
               printable(link.part->net()), printable(other.bench));
}

void SharedNets::side_left(Link& link, const std::string& name) {
  const auto left = link.others.extract(name);
  if (left.empty()) return;
  forget_bench(left.mapped().bench);
  refresh(link);
}

void SharedNets::forget_bench(const std::string& bench) {
  for (const auto& [id, link] : links_) {
    for (const auto& [name, other] : link.others) {
      if (other.bench == bench) return;
    }
  }
  benches_.erase(bench);
}

/// Drives the link with what the others do now.
void SharedNets::refresh(Link& link) {
  DriveTally tally;
  std::size_t online = 0;
  for (const auto& [name, other] : link.others) {
    const auto status = benches_.find(other.bench);
    if (status == benches_.end() || !status->second.online || status->second.run != other.run) {
      continue;
    }
    ++online;
    tally.add(other.drive);
  }
  link.part->drive(tally.resolve());
  link.part->show(open_, {online, link.missed});
}

/// In a turn of its own, because a listener must not change the bench.
void SharedNets::refresh_soon() {
  bench_.timers().cancel(refresh_);
  refresh_ = bench_.timers().add(bench_.now(), [this] {
    for (auto& [id, link] : links_) refresh(link);
  });
}

}  // namespace pinbridge::mqtt
