#pragma once

#include <string>
#include <utility>
#include <vector>

#include "links/chip/gpio_chip.hpp"
#include "links/controllers/controller_choice.hpp"

namespace pinbridge {

/// `chip-native-gpio`: a GPIO controller that the machine has by itself, as QEMU emulates it.
class NativeChip final : public GpioChip {
 public:
  /// `makes_up_levels`: the board says what a floating line is at.
  NativeChip(GpioChipSettings settings, std::string machine, ControllerChoice controller,
             bool makes_up_levels)
      : GpioChip(std::move(settings)),
        machine_(std::move(machine)),
        controller_(std::move(controller)),
        makes_up_levels_(makes_up_levels) {}

  const std::string& machine() const { return machine_; }
  const ControllerChoice& controller() const { return controller_; }

  /// Where its machine's QEMU finds the bench, for clients to see; empty while there is no link.
  void set_directory(std::string path) { directory_ = std::move(path); }

  /// Whether it is the same of the machine's hardware.
  bool is_same_hardware(const NativeChip& other) const;

  bool become(Part& next) override;
  std::vector<ControlState> shows() const override;
  bool floats(LineOffset line) const override {
    return !makes_up_levels_ && GpioChip::floats(line);
  }

 private:
  std::string machine_;
  ControllerChoice controller_;
  std::string directory_;
  bool makes_up_levels_;
};

PartType native_chip_type();

}  // namespace pinbridge
