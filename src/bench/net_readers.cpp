#include "bench/net_readers.hpp"

namespace pinbridge {

NetReaders::NetReaders(const PinTable& pins, std::uint32_t net_count,
                       std::span<Part* const> sensing)
    : nets_(net_count + 1) {
  for (std::uint32_t net = 0; net < net_count; ++net) {
    nets_[net].first_sensor = static_cast<std::uint32_t>(sensors_.size());
    for (const PinId pin : pins.on_net(NetId{net})) {
      Part* const part = sensing[pins.part_of(pin).value()];
      if (part) sensors_.push_back({part, pins.index_of(pin)});
    }
  }
  nets_[net_count].first_sensor = static_cast<std::uint32_t>(sensors_.size());
}

}  // namespace pinbridge
