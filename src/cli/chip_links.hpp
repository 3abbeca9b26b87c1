#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "bench/bench.hpp"
#include "board/assembly.hpp"
#include "links/chip/virtio_chip.hpp"
#include "links/virtio_gpio/virtio_gpio_link.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge {

/// A link for each chip of a bench, also when the bench becomes another board.
class ChipLinks : public BenchListener {
 public:
  /// `loop` and `bench` outlive it. To be made before those who tell clients of a new board, so
  /// that they know of its chips' names and sockets.
  /// `qemu_of` tells what a machine's guest is, as far as that is known: "QEMU 10.0".
  ChipLinks(EventLoop& loop, Bench& bench, std::filesystem::path socket,
            std::function<std::string(const std::string& machine)> qemu_of);
  ~ChipLinks() override;

  /// Starts a link for each chip of the bench that has none. Fails at the first whose socket cannot
  /// be made.
  Result<void> start();

  /// Whether no guest would lose its chip, or find another in its place, if the bench became
  /// `next`: QEMU cannot connect again, and a guest's driver reads the line count once.
  Result<void> allow(const Assembly& next) const;

  /// Ends the links of chips that `next` does not have, or has as other hardware.
  void prune(const Assembly& next);

  void clear() { links_.clear(); }

  /// A chip that comes without its link stands on the board all the same.
  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  struct Entry {
    VirtioChip* chip;
    std::unique_ptr<VirtioGpioLink> link;
  };

  EventLoop& loop_;
  Bench& bench_;
  std::filesystem::path socket_;
  std::function<std::string(const std::string&)> qemu_of_;
  std::map<std::string, Entry> links_;  ///< by the chip's id
};

}  // namespace pinbridge
