#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/gpio_lines.hpp"
#include "links/remote_port/packet_codec.hpp"
#include "links/remote_port/wire_map.hpp"
#include "links/stream/stream_link.hpp"

namespace pinbridge::remote_port {

/// The conversation with Xilinx's QEMU, by Remote-Port. QEMU ends when it does.
///
/// QEMU aborts at an interrupt of a device that it does not have, and checks no line numbers.
/// Therefore only wired lines are sent, and only once the machine runs.
class RemotePort final : public stream::Conversation {
 public:
  /// The changes of inputs that QEMU may have before it. Then the newest level of each line waits,
  /// until QEMU responds.
  static constexpr int kMostAhead = 512;

  /// `lines` are those of `map`, outlive it, and are released when it goes. `map` outlives it.
  RemotePort(GpioLines& lines, const WireMap& map, stream::Send send);
  ~RemotePort() override;

  Result<void> receive(std::span<const std::byte> bytes) override;

 private:
  struct Line {
    bool enabled = false;           ///< the guest drives it
    bool level = false;             ///< that the guest has set
    bool waits = false;             ///< its level is to be sent when QEMU responds
    std::optional<bool> sent = {};  ///< the input's level in QEMU
  };

  Result<void> take(const Packet& packet);
  Result<void> take_hello(const Packet& packet);
  Result<void> take_interrupt(const Packet& packet);
  Result<void> take_bus_access(const Packet& packet);
  void set_wire(const Bank& bank, std::uint32_t wire, bool level);
  void respond(const Packet& packet, std::span<const std::byte> body);
  void machine_runs();
  void qemu_responds();
  void on_level(LineOffset line);
  void send_input(LineOffset line);

  GpioLines& lines_;
  const WireMap& map_;
  stream::Send send_;
  PacketReader reader_;
  std::vector<Line> state_;  ///< by line
  std::optional<Hello> peer_;
  bool runs_ = false;
  bool reported_memory_ = false;
  std::uint64_t time_ = 0;  ///< the guest's, as QEMU sent it last
  std::uint32_t next_id_ = 0;
  int ahead_ = 0;  ///< interrupts sent since QEMU responded
};

}  // namespace pinbridge::remote_port
