#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "links/chip/socket_chip.hpp"

namespace pinbridge::chip {

/// The machine of Xilinx's QEMU whose wires are the lines of a chip.
enum class XilinxModel : std::uint8_t { zynqmp, zynq_7000 };

/// `chip-remote-port`: the GPIO lines and wires of a machine of Xilinx's QEMU, by Remote-Port.
class RemotePortChip final : public SocketChip {
 public:
  RemotePortChip(GpioChipSettings settings, std::string machine, XilinxModel model)
      : SocketChip(std::move(settings), std::move(machine)), model_(model) {}

  XilinxModel model() const { return model_; }

  std::vector<ControlState> shows() const override;

 protected:
  std::string_view model_name() const override;

 private:
  XilinxModel model_;
};

PartType remote_port_chip_type();

}  // namespace pinbridge::chip
