#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "links/chip/gpio_chip.hpp"

namespace pinbridge::chip {

/// A chip of one machine whose link waits for that machine's QEMU on a Unix socket. Its hardware is
/// the machine and, if there are several, the model.
class SocketChip : public GpioChip {
 public:
  const std::string& machine() const { return machine_; }

  /// `other` is of the same type.
  bool is_same_hardware(const SocketChip& other) const {
    return machine_ == other.machine_ && model_name() == other.model_name();
  }

  /// Where its link waits, for clients to see; empty while it does not.
  void set_socket(std::string path) { socket_ = std::move(path); }

  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;

  /// The attributes of a type of such a chip, except those that only it has: see
  /// GpioChipSettings::specs_of_lines().
  static std::vector<AttributeSpec> specs(std::string_view example,
                                          std::string usual_floating = "random");

 protected:
  SocketChip(GpioChipSettings settings, std::string machine)
      : GpioChip(std::move(settings)), machine_(std::move(machine)) {}

  /// As in the board's file; empty for a chip of one model.
  virtual std::string_view model_name() const { return {}; }

 private:
  std::string machine_;
  std::string socket_;
};

}  // namespace pinbridge::chip
