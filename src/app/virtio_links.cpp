#include "app/virtio_links.hpp"

#include <utility>

#include "app/socket_path.hpp"
#include "links/chip/line_names.hpp"

namespace pinbridge::app {
namespace {

namespace fs = std::filesystem;

const chip::VirtioChip* find_chip(const PreparedBoard& board, const std::string& id) {
  return dynamic_cast<const chip::VirtioChip*>(board.find(id));
}

}  // namespace

fs::path socket_of(const chip::VirtioChip& chip, const fs::path& socket, const std::string& id) {
  return chip.given_socket().empty() ? chip_socket_path(socket, id) : fs::path(chip.given_socket());
}

Result<void> VirtioLinks::start() {
  for (std::uint32_t i = 0; i < context().bench.pins().part_count(); ++i) {
    const PartId part{i};
    auto* chip = dynamic_cast<chip::VirtioChip*>(&context().bench.part(part));
    if (!chip) continue;
    chip->set_default_names(chip::suggest_line_names(context().bench.pins(), part));
    const std::string& id = context().bench.pins().part_id(part);
    if (links_.contains(id)) continue;
    const fs::path path = socket_of(*chip, context().socket, id);
    auto link = std::make_unique<virtio_gpio::VirtioGpioLink>(
        context().loop, *chip, path,
        virtio_gpio::VirtioGpioLink::Options{
            .chip = id, .qemu = [this, chip] { return context().qemu_of(chip->machine()); }});
    if (auto started = link->start(); !started) return started;
    chip->set_socket(path.string());
    links_.emplace(id, Entry{chip, std::move(link)});
  }
  return {};
}

Result<void> VirtioLinks::allow(const PreparedBoard& next) const {
  for (const auto& [id, entry] : links_) {
    if (!entry.link->has_peer()) continue;
    const chip::VirtioChip* other = find_chip(next, id);
    if (!other) {
      return make_error(ErrorCode::busy,
                        "chip {} cannot be removed while a guest is connected to it", id);
    }
    if (const auto change = entry.chip->hardware_change(*other); !change.empty()) {
      return make_error(ErrorCode::busy,
                        "chip {} cannot change {} while a guest is connected to it", id, change);
    }
  }
  return {};
}

void VirtioLinks::prune(const PreparedBoard& next) {
  std::erase_if(links_, [&](const auto& item) {
    const chip::VirtioChip* other = find_chip(next, item.first);
    return !other || !item.second.chip->hardware_change(*other).empty();
  });
}

}  // namespace pinbridge::app
