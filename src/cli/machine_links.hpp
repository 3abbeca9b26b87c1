#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "bench/bench.hpp"
#include "board/assembly.hpp"
#include "links/chip/native_chip.hpp"
#include "links/native_gpio/native_link.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge {

/// A link for each machine of a bench whose own GPIO controllers are on the board, also when the
/// bench becomes another board.
class MachineLinks : public BenchListener {
 public:
  /// `loop` and `bench` outlive it. To be made before those who tell clients of a new board.
  MachineLinks(EventLoop& loop, Bench& bench, std::filesystem::path socket);
  ~MachineLinks() override;

  /// Starts a link for each machine that has none. Fails at the first that cannot be.
  Result<void> start();

  /// Whether no guest would lose a chip, or find another in its place, if the bench became `next`.
  Result<void> allow(const Assembly& next) const;

  /// Ends the links of machines whose chips are others in `next`.
  void prune(const Assembly& next);

  /// Ends all links, and before that takes what any guest did last.
  void clear();

  void rewired(std::span<const std::optional<PinId>> moved) override;

 private:
  using Chips = std::map<std::string, const NativeChip*>;  ///< by id
  using Machines = std::map<std::string, Chips>;           ///< by name

  struct Entry {
    std::map<std::string, NativeChip*> chips;
    std::unique_ptr<native_gpio::NativeLink> link;
  };

  static Machines machines_of(const Assembly& assembly);
  static bool are_same(const Entry& entry, const Chips& chips);

  EventLoop& loop_;
  Bench& bench_;
  std::filesystem::path socket_;
  std::map<std::string, Entry> links_;  ///< by the machine's name
};

}  // namespace pinbridge
