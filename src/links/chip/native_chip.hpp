#pragma once

#include <string>
#include <utility>
#include <vector>

#include "links/chip/gpio_chip.hpp"
#include "links/controllers/controller_choice.hpp"

namespace pinbridge::chip {

/// `chip-native-gpio`: a GPIO controller that the machine has by itself, as QEMU emulates it.
class NativeChip final : public GpioChip {
 public:
  NativeChip(GpioChipSettings settings, std::string machine,
             controllers::ControllerChoice controller)
      : GpioChip(std::move(settings)),
        machine_(std::move(machine)),
        controller_(std::move(controller)) {}

  const std::string& machine() const { return machine_; }
  const controllers::ControllerChoice& controller() const { return controller_; }

  /// The socket on which the QEMU of its machine finds the bench, shown to clients; empty while
  /// there is no link.
  void set_directory(std::string path) { directory_ = std::move(path); }

  /// Whether it is the same of the machine's hardware.
  bool is_same_hardware(const NativeChip& other) const;

  Layout layout() const override;
  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;
  void set_connected(bool connected, std::string detail) override;
  void set_driver_seen() override;

 private:
  std::string machine_;
  controllers::ControllerChoice controller_;
  std::string directory_;
  bool driver_seen_ = false;
};

PartType native_chip_type();

}  // namespace pinbridge::chip
