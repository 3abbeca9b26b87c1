#include "cli/machine_links.hpp"

#include <utility>

#include <spdlog/spdlog.h>

#include "cli/socket_path.hpp"
#include "links/chip/line_names.hpp"

namespace pinbridge {

MachineLinks::MachineLinks(EventLoop& loop, Bench& bench, std::filesystem::path socket)
    : loop_(loop), bench_(bench), socket_(std::move(socket)) {
  bench_.add_listener(*this);
}

MachineLinks::~MachineLinks() {
  bench_.remove_listener(*this);
}

void MachineLinks::clear() {
  for (const auto& [machine, entry] : links_) entry.link->take_last_words();
  links_.clear();
}

void MachineLinks::rewired(std::span<const std::optional<PinId>>) {
  if (const auto started = start(); !started) spdlog::error("{}", started.error().message);
}

Result<void> MachineLinks::start() {
  std::map<std::string, std::map<std::string, NativeChip*>> machines;
  for (std::uint32_t i = 0; i < bench_.part_count(); ++i) {
    const PartId part{i};
    auto* chip = dynamic_cast<NativeChip*>(&bench_.part(part));
    if (!chip) continue;
    chip->set_default_names(suggest_line_names(bench_, part));
    chip->set_directory(machine_directory(socket_, chip->machine()).string());
    machines[chip->machine()].emplace(bench_.part_id(part), chip);
  }
  for (auto& [machine, chips] : machines) {
    if (links_.contains(machine)) continue;
    std::vector<native_gpio::ChipBinding> bindings;
    for (const auto& [id, chip] : chips) bindings.push_back({id, chip, chip->controller()});
    auto link = std::make_unique<native_gpio::NativeLink>(
        loop_, machine, machine_directory(socket_, machine), std::move(bindings));
    if (auto started = link->start(); !started) return started;
    links_.emplace(machine, Entry{std::move(chips), std::move(link)});
  }
  return {};
}

MachineLinks::Machines MachineLinks::machines_of(const Assembly& assembly) {
  Machines machines;
  for (const PartInstance& instance : assembly.parts) {
    const auto* chip = dynamic_cast<const NativeChip*>(instance.part.get());
    if (chip) machines[chip->machine()].emplace(instance.id, chip);
  }
  return machines;
}

bool MachineLinks::are_same(const Entry& entry, const Chips& chips) {
  if (entry.chips.size() != chips.size()) return false;
  for (const auto& [id, chip] : entry.chips) {
    const auto other = chips.find(id);
    if (other == chips.end() || !chip->is_same_hardware(*other->second)) return false;
  }
  return true;
}

Result<void> MachineLinks::allow(const Assembly& next) const {
  const Machines machines = machines_of(next);
  for (const auto& [machine, entry] : links_) {
    if (!entry.link->has_peer()) continue;
    const auto chips = machines.find(machine);
    if (chips != machines.end() && are_same(entry, chips->second)) continue;
    return make_error(ErrorCode::busy,
                      "the native chips of machine {} cannot become others while its guest is on "
                      "them",
                      machine);
  }
  return {};
}

void MachineLinks::prune(const Assembly& next) {
  const Machines machines = machines_of(next);
  std::erase_if(links_, [&](const auto& item) {
    const auto chips = machines.find(item.first);
    return chips == machines.end() || !are_same(item.second, chips->second);
  });
}

}  // namespace pinbridge
