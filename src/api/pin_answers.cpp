#include "api/pin_answers.hpp"

#include <optional>
#include <unordered_map>
#include <utility>

namespace pinbridge::api {
namespace {

/// Names that become pins. If the board changes meanwhile, it starts over.
class PinSearch {
 public:
  PinSearch(const Commands& commands, std::vector<std::string> names)
      : commands_(commands), names_(std::move(names)) {
    found_.reserve(names_.size());
  }

  /// Finds one. True once all are found.
  Result<bool> find_next() {
    if (auto table = commands_.bench().shared_pins(); table != table_) {
      table_ = std::move(table);
      found_.clear();
    }
    if (found_.size() < names_.size()) {
      const auto pin = commands_.pin(names_[found_.size()]);
      if (!pin) return pin.error();
      found_.push_back(*pin);
    }
    return found_.size() == names_.size();
  }

  std::vector<PinId> take() { return names_.empty() ? commands_.all_pins() : std::move(found_); }

 private:
  const Commands& commands_;
  std::vector<std::string> names_;
  std::shared_ptr<const PinTable> table_;  ///< in which they are found
  std::vector<PinId> found_;
};

/// The states of pins at one time, with the names that they had.
struct Snapshot {
  struct Entry {
    PinId pin;
    PinState state;
    std::optional<PinId> overruled_by;
  };

  std::shared_ptr<const PinTable> pins;
  Time time;
  std::vector<Entry> entries;

  Snapshot(const Bench& bench, const std::vector<PinId>& chosen)
      : pins(bench.shared_pins()), time(bench.now()) {
    entries.reserve(chosen.size());
    for (const PinId pin : chosen) {
      entries.push_back({.pin = pin, .state = bench.state(pin), .overruled_by = {}});
    }
  }

  void pack(Packer& packer, const Entry& entry) const {
    packer.pack_map(entry.overruled_by ? 5 : 4);
    pack_pin_fields(packer, pins->name(entry.pin), entry.state, time);
    if (entry.overruled_by) pack_field(packer, "overruled_by", pins->name(*entry.overruled_by));
  }
};

Pieces pieces_of(std::shared_ptr<const Snapshot> snapshot) {
  const auto count = static_cast<std::uint32_t>(snapshot->entries.size());
  Pieces pieces;
  pieces.hold(count * sizeof(Snapshot::Entry));
  pieces.add([count](Packer& packer) { packer.pack_array(count); });
  pieces.add(count, [snapshot = std::move(snapshot)](Packer& packer, std::uint32_t i) {
    snapshot->pack(packer, snapshot->entries[i]);
  });
  return pieces;
}

/// Every pin was set as strongly, so what overrules one on a group of nets overrules all. A large
/// group is searched once, however many of its pins were set.
void note_overruled(const Commands& commands, Snapshot& snapshot) {
  std::unordered_map<NetId, std::optional<PinId>> stronger;
  for (Snapshot::Entry& entry : snapshot.entries) {
    if (!commands.is_overruled(entry.pin)) continue;
    const NetId net = snapshot.pins->net_of(entry.pin);
    auto found = stronger.find(net);
    if (found == stronger.end()) {
      const auto by = commands.overruled_by(entry.pin);
      for (const NetId joined : commands.bench().nets().group(net)) stronger.emplace(joined, by);
      found = stronger.find(net);
    }
    entry.overruled_by = found->second;
  }
}

/// Of a search.
std::size_t memory_of(const std::vector<std::string>& names) {
  std::size_t bytes = names.size() * (sizeof(std::string) + sizeof(PinId));
  for (const std::string& name : names) bytes += name.size();
  return bytes;
}

}  // namespace

Answer with_pins(const Commands& commands, std::vector<std::string> names,
                 std::function<Result<Pieces>(std::vector<PinId>)> use) {
  const std::size_t held = memory_of(names);
  auto search = std::make_shared<PinSearch>(commands, std::move(names));
  return Answer::prepared(
      [search = std::move(search), use = std::move(use)](Pieces& result) -> Result<bool> {
        auto done = search->find_next();
        if (!done || !*done) return done;
        auto pieces = use(search->take());
        if (!pieces) return pieces.error();
        result.add(std::move(*pieces));
        return true;
      },
      held);
}

Pieces pin_states(const Bench& bench, const std::vector<PinId>& pins) {
  return pieces_of(std::make_shared<Snapshot>(bench, pins));
}

Pieces set_states(const Commands& commands, const std::vector<PinId>& pins) {
  auto snapshot = std::make_shared<Snapshot>(commands.bench(), pins);
  note_overruled(commands, *snapshot);
  return pieces_of(std::move(snapshot));
}

Pieces list_of(const Bench& bench) {
  const std::uint32_t count = bench.pins().count();
  auto states = std::make_shared<std::vector<PinState>>();
  states->reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) states->push_back(bench.state(PinId{i}));
  const std::uint32_t parts = bench.pins().part_count();
  Pieces pieces;
  pieces.hold(count * sizeof(PinState));
  pieces.add([parts](Packer& packer) {
    packer.pack_map(1);
    pack_text(packer, "parts");
    packer.pack_array(parts);
  });
  pieces.add(parts, [&bench, states = std::move(states)](Packer& packer, std::uint32_t part) {
    pack_listed_part(packer, bench, PartId{part}, *states);
  });
  return pieces;
}

}  // namespace pinbridge::api
