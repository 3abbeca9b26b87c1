#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/link_set.hpp"
#include "board/assembly.hpp"
#include "host_gpio/host_lines.hpp"

namespace pinbridge::app {

/// A line of the host for each part of type host-gpio.
class HostGpioLines final : public LinkSet {
 public:
  explicit HostGpioLines(const LinkContext& context) : LinkSet(context), lines_(context.loop) {}

  /// Connects all that can be connected. On failure, the error is that of the first that cannot.
  Result<void> start() override;
  Result<void> allow(const PreparedBoard&) const override { return {}; }
  void prune(const PreparedBoard& next) override;
  /// Lines of new parts are connected once the change of the board is complete.
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  std::vector<Error> connect_all();
  Result<void> connect(const std::string& id, host_gpio::HostGpioPart& part);

  host_gpio::HostLines lines_;
  std::shared_ptr<void> alive_ = std::make_shared<char>();  ///< expires with this
};

/// The devices of the GPIO chips that the board names and this machine has.
std::vector<std::filesystem::path> host_gpio_devices(const board::Assembly& assembly);

}  // namespace pinbridge::app
