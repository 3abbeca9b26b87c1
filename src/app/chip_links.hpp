#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "app/link_set.hpp"
#include "app/socket_path.hpp"
#include "links/chip/line_names.hpp"
#include "links/stream/stream_link.hpp"

namespace pinbridge::app {

/// One link for each chip of one type. If its peer can reconnect, any change of the board is
/// allowed; otherwise, allow() is overridden with keep_connected().
///
/// `Chip` has is_same_hardware(), and `Link` start(), which fails with a sentence.
template <class Chip, class Link = stream::StreamLink>
class ChipLinks : public LinkSet {
 public:
  using LinkSet::LinkSet;

  Result<void> start() override {
    for (std::uint32_t i = 0; i < context().bench.pins().part_count(); ++i) {
      const PartId part{i};
      auto* chip = dynamic_cast<Chip*>(&context().bench.part(part));
      if (!chip) continue;
      chip->set_default_names(chip::suggest_line_names(context().bench.pins(), part));
      if (auto started = start(context().bench.pins().part_id(part), *chip); !started)
        return started;
    }
    return {};
  }

  Result<void> allow(const PreparedBoard&) const override { return {}; }

  void prune(const PreparedBoard& next) override {
    std::erase_if(links_, [&](const auto& item) {
      const Chip* other = find(next, item.first);
      return !other || !item.second.chip->is_same_hardware(*other);
    });
  }

 protected:
  virtual std::unique_ptr<Link> make_link(const std::string& id, Chip& chip) = 0;

  /// The socket on which the link of a chip (a SocketChip) waits, which the chip then shows.
  std::filesystem::path socket_for(const std::string& id, Chip& chip) {
    auto path = chip_socket_path(context().socket, id);
    chip.set_socket(path.string());
    return path;
  }

  /// Fails if `next` lacks a chip whose link has a peer, or has other hardware in its place.
  Result<void> keep_connected(const PreparedBoard& next) const {
    for (const auto& [id, entry] : links_) {
      if (!entry.link->has_peer()) continue;
      const Chip* other = find(next, id);
      if (other && entry.chip->is_same_hardware(*other)) continue;
      return make_error(ErrorCode::busy, "chip {} cannot be {} while a guest is connected to it",
                        id, other ? "changed" : "removed");
    }
    return {};
  }

 private:
  struct Entry {
    Chip* chip;
    std::unique_ptr<Link> link;
  };

  Result<void> start(const std::string& id, Chip& chip) {
    if (links_.contains(id)) return {};
    auto link = make_link(id, chip);
    if (auto started = link->start(); !started) return started;
    links_.emplace(id, Entry{&chip, std::move(link)});
    return {};
  }

  static const Chip* find(const PreparedBoard& board, const std::string& id) {
    return dynamic_cast<const Chip*>(board.find(id));
  }

  std::map<std::string, Entry> links_;  ///< by the chip's id
};

}  // namespace pinbridge::app
