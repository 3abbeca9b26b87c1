#include "app/native_links.hpp"

#include <utility>

#include "app/socket_path.hpp"
#include "links/chip/line_names.hpp"

namespace pinbridge::app {

void NativeLinks::drain() {
  for (const auto& [machine, entry] : links_) entry.link->take_last_words();
}

Result<void> NativeLinks::start() {
  std::map<std::string, std::map<std::string, chip::NativeChip*>> machines;
  for (std::uint32_t i = 0; i < context().bench.pins().part_count(); ++i) {
    const PartId part{i};
    auto* chip = dynamic_cast<chip::NativeChip*>(&context().bench.part(part));
    if (!chip) continue;
    chip->set_default_names(chip::suggest_line_names(context().bench.pins(), part));
    chip->set_directory(machine_directory(context().socket, chip->machine()).string());
    machines[chip->machine()].emplace(context().bench.pins().part_id(part), chip);
  }
  for (auto& [machine, chips] : machines) {
    if (links_.contains(machine)) continue;
    std::vector<native_gpio::ChipBinding> bindings;
    for (const auto& [id, chip] : chips) bindings.push_back({id, chip, chip->controller()});
    auto link = std::make_unique<native_gpio::NativeLink>(
        context().loop, machine, machine_directory(context().socket, machine), std::move(bindings));
    if (auto started = link->start(); !started) return started;
    links_.emplace(machine, Entry{std::move(chips), std::move(link)});
  }
  return {};
}

NativeLinks::Machines NativeLinks::machines_of(const PreparedBoard& board) {
  Machines machines;
  for (const PartInstance& instance : board.parts) {
    const auto* chip = dynamic_cast<const chip::NativeChip*>(instance.part.get());
    if (chip) machines[chip->machine()].emplace(instance.id, chip);
  }
  return machines;
}

bool NativeLinks::are_same(const Entry& entry, const Chips& chips) {
  if (entry.chips.size() != chips.size()) return false;
  for (const auto& [id, chip] : entry.chips) {
    const auto other = chips.find(id);
    if (other == chips.end() || !chip->is_same_hardware(*other->second)) return false;
  }
  return true;
}

Result<void> NativeLinks::allow(const PreparedBoard& next) const {
  const Machines machines = machines_of(next);
  for (const auto& [machine, entry] : links_) {
    if (!entry.link->has_peer()) continue;
    const auto chips = machines.find(machine);
    if (chips != machines.end() && are_same(entry, chips->second)) continue;
    return make_error(ErrorCode::busy,
                      "the native chips of machine {} cannot change while its guest is connected",
                      machine);
  }
  return {};
}

void NativeLinks::prune(const PreparedBoard& next) {
  const Machines machines = machines_of(next);
  std::erase_if(links_, [&](const auto& item) {
    const auto chips = machines.find(item.first);
    return chips == machines.end() || !are_same(item.second, chips->second);
  });
}

}  // namespace pinbridge::app
