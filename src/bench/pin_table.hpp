#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "bench/part.hpp"
#include "bench/part_instance.hpp"
#include "bench/pin_id.hpp"
#include "bench/wire.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

/// The parts and pins of one board by name and id, and the net of each pin. It does not change:
/// another board has another table.
class PinTable {
 public:
  PinTable() = default;
  /// PartIds are indices into `parts`; pins are numbered in the order of parts and of their pins.
  PinTable(std::span<const PartInstance> parts, std::span<const Wire> wires);

  std::uint32_t part_count() const { return static_cast<std::uint32_t>(parts_.size()); }
  std::optional<PartId> find_part(std::string_view id) const;
  const std::string& part_id(PartId part) const { return parts_[part.value()].id; }
  const std::string& part_type(PartId part) const { return parts_[part.value()].type; }

  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }
  /// By name or alias: "led1:A".
  std::optional<PinId> find(std::string_view name) const;
  /// The part's pin by name or alias: "A".
  std::optional<PinIndex> find(PartId part, std::string_view short_name) const;
  /// The part's pin of this name, not alias.
  std::optional<PinIndex> find_named(PartId part, std::string_view short_name) const;
  /// `index` is less than count_of(part).
  PinId at(PartId part, PinIndex index) const {
    const PartEntry& entry = parts_[part.value()];
    PB_CHECK(index.value() < entry.pin_count);
    return PinId{entry.first_pin + index.value()};
  }
  /// Of its pins; the others follow.
  PinId first_of(PartId part) const { return PinId{parts_[part.value()].first_pin}; }
  std::uint32_t count_of(PartId part) const { return parts_[part.value()].pin_count; }
  PartId part_of(PinId pin) const { return places_[pin.value()].part; }
  /// The pin within its part.
  PinIndex index_of(PinId pin) const { return places_[pin.value()].index; }
  const std::string& name(PinId pin) const { return names_[pin.value()]; }
  /// Without its part: "A".
  std::string_view short_name(PinId pin) const {
    return std::string_view(name(pin)).substr(part_id(part_of(pin)).size() + 1);
  }

  NetId net_of(PinId pin) const { return places_[pin.value()].net; }
  /// The pins that wires and joins inside parts make one, in ascending order.
  std::span<const PinId> on_net(NetId net) const {
    const std::uint32_t begin = first_on_net_[net.value()];
    return std::span(on_nets_).subspan(begin, first_on_net_[net.value() + 1] - begin);
  }
  /// The pin itself included.
  std::span<const PinId> on_net_of(PinId pin) const { return on_net(net_of(pin)); }
  /// `contact` is an index into the layout's contacts.
  ContactId contact_of(PartId part, std::uint32_t contact) const {
    return ContactId{parts_[part.value()].first_contact + contact};
  }
  /// Pins with a resistance between them.
  std::span<const std::pair<PinId, PinId>> resistors() const { return resistors_; }
  Topology topology() const;

 private:
  struct PartEntry {
    std::string id;
    std::string type;
    std::uint32_t first_pin = 0;
    std::uint32_t pin_count = 0;
    std::uint32_t first_contact = 0;
    std::uint32_t first_alias = 0;  ///< into aliases_; those of the next part follow
  };
  struct Alias {
    std::string name;
    PinIndex pin;
  };
  /// Where a pin belongs. Names are apart, so that more of these fit into a cache.
  struct PinPlace {
    PartId part;
    PinIndex index;
    NetId net{};
  };
  using PinPair = std::pair<PinId, PinId>;

  void add_part(const PartInstance& instance, const Layout& layout);
  void add_names(const PartEntry& part, const Layout& layout);
  std::span<const Alias> aliases_of(PartId part) const;
  void number_nets(std::span<const Layout> layouts, std::span<const Wire> wires);
  void list_pins_of_nets(std::uint32_t net_count);
  NetPair nets_of(const PinPair& pins) const { return {net_of(pins.first), net_of(pins.second)}; }

  std::vector<PartEntry> parts_;
  std::vector<PinPlace> places_;    ///< of each pin
  std::vector<std::string> names_;  ///< of each pin
  std::vector<PinIndex> by_name_;   ///< each part's pins by short name, part after part
  std::vector<Alias> aliases_;      ///< each part's by name, part after part
  std::vector<PinId> on_nets_;      ///< the pins of each net, net after net
  std::vector<std::uint32_t> first_on_net_ = {
      0};                          ///< of each net, into on_nets_; one more at the end
  std::vector<PinPair> contacts_;  ///< ContactId is the index
  std::vector<PinPair> resistors_;
  /// Finds a string_view without a copy of it.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, PartId, Hash, std::equal_to<>> part_by_id_;
};

}  // namespace pinbridge
