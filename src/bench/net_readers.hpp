#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/strong_id.hpp"
#include "bench/part.hpp"
#include "bench/pin_table.hpp"
#include "net/netlist.hpp"

namespace pinbridge {

/// Who reads each net of a board: pins of parts that sense it, and watchers. With it an edge looks
/// up neither pins nor parts.
class NetReaders {
 public:
  /// A pin of a part that senses.
  struct Sensor {
    Part* part;
    PinIndex pin;
  };

  NetReaders() = default;
  /// `sensing` has each part of `pins` that senses, and null for each that does not. They outlive
  /// this. No net is watched at first.
  NetReaders(const PinTable& pins, std::uint32_t net_count, std::span<Part* const> sensing);

  /// In ascending order of their pins.
  std::span<const Sensor> sensors(NetId net) const {
    const std::uint32_t begin = nets_[net.value()].first_sensor;
    return std::span(sensors_).subspan(begin, nets_[net.value() + 1].first_sensor - begin);
  }

  bool is_watched(NetId net) const { return nets_[net.value()].watchers != 0; }
  void add_watchers(NetId net, std::uint32_t count) { nets_[net.value()].watchers += count; }
  void remove_watcher(NetId net) { --nets_[net.value()].watchers; }

 private:
  /// What each edge needs, together.
  struct Net {
    std::uint32_t first_sensor = 0;  ///< into sensors_
    std::uint32_t watchers = 0;      ///< of all its pins
  };

  std::vector<Net> nets_;  ///< one more at the end
  std::vector<Sensor> sensors_;
};

}  // namespace pinbridge
