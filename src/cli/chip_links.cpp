#include "cli/chip_links.hpp"

#include <utility>

#include <spdlog/spdlog.h>

#include "cli/socket_path.hpp"
#include "links/chip/line_names.hpp"

namespace pinbridge {
namespace {

namespace fs = std::filesystem;

const VirtioChip* find_chip(const Assembly& assembly, const std::string& id) {
  for (const PartInstance& instance : assembly.parts) {
    if (instance.id == id) return dynamic_cast<const VirtioChip*>(instance.part.get());
  }
  return nullptr;
}

}  // namespace

ChipLinks::ChipLinks(EventLoop& loop, Bench& bench, fs::path socket,
                     std::function<std::string(const std::string&)> qemu_of)
    : loop_(loop), bench_(bench), socket_(std::move(socket)), qemu_of_(std::move(qemu_of)) {
  bench_.add_listener(*this);
}

ChipLinks::~ChipLinks() {
  bench_.remove_listener(*this);
}

void ChipLinks::rewired(std::span<const std::optional<PinId>>) {
  if (const auto started = start(); !started) spdlog::error("{}", started.error().message);
}

Result<void> ChipLinks::start() {
  for (std::uint32_t i = 0; i < bench_.part_count(); ++i) {
    const PartId part{i};
    auto* chip = dynamic_cast<VirtioChip*>(&bench_.part(part));
    if (!chip) continue;
    chip->set_default_names(suggest_line_names(bench_, part));
    const std::string& id = bench_.part_id(part);
    if (links_.contains(id)) continue;
    const fs::path path = chip_socket_path(socket_, id);
    auto link = std::make_unique<VirtioGpioLink>(
        loop_, *chip, path, VirtioGpioLink::Options{.chip = id, .qemu = [this, chip] {
                                                      return qemu_of_(chip->machine());
                                                    }});
    if (auto started = link->start(); !started) return started;
    chip->set_socket(path.string());
    links_.emplace(id, Entry{chip, std::move(link)});
  }
  return {};
}

Result<void> ChipLinks::allow(const Assembly& next) const {
  for (const auto& [id, entry] : links_) {
    if (!entry.link->has_peer()) continue;
    const VirtioChip* other = find_chip(next, id);
    if (!other) {
      return make_error(ErrorCode::busy, "chip {} cannot go while a guest is on it", id);
    }
    if (const auto change = entry.chip->hardware_change(*other); !change.empty()) {
      return make_error(ErrorCode::busy, "chip {} cannot change {} while a guest is on it", id,
                        change);
    }
  }
  return {};
}

void ChipLinks::prune(const Assembly& next) {
  std::erase_if(links_, [&](const auto& item) {
    const VirtioChip* other = find_chip(next, item.first);
    return !other || !item.second.chip->hardware_change(*other).empty();
  });
}

}  // namespace pinbridge
