#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "base/gpio_lines.hpp"

namespace pinbridge::ivshmem {

/// The registers of the GPIO driver for ivshmem, in memory that the guest writes at any time.
///
/// The guest does not signal its writes: poll() finds them. Its driver writes the whole word of
/// data, with zeros for inputs, and an output's level before its direction. Therefore inputs are
/// asserted again, but only in the second poll after the guest has changed them.
class GpioRegisters {
 public:
  static constexpr std::uint16_t kLines = 32;

  /// Indices of the registers, 32 bits each.
  enum Register : std::uint8_t {
    data,        ///< levels: the guest's of outputs, ours of inputs
    out_enable,  ///< the line is an output
    irq_enable,  ///< an interrupt is enabled
    irq_status,  ///< set by us at an edge
    irq_end,     ///< the guest has handled the interrupts of these lines
    irq_rising,  ///< edges that are interrupts
    irq_falling,
    kRegisters,
  };
  using Memory = std::span<std::uint32_t, kRegisters>;

  /// The driver's masks have eight bits. Of these lines it neither enables nor ends interrupts:
  /// their edges count, and their status is cleared after some polls.
  static constexpr std::uint16_t kLinesWithMasks = 8;

  /// Polls after which the status of a line without masks is cleared, about 10 ms.
  static constexpr int kPollsOfStatus = 16;
  /// Polls after which an interrupt is overdue: a second or two.
  static constexpr int kPollsUntilOverdue = 2000;

  /// `lines` are kLines; they and `memory`, which is zero, outlive it. `ring` interrupts the guest.
  GpioRegisters(GpioLines& lines, Memory memory, std::function<void()> ring);
  GpioRegisters(const GpioRegisters&) = delete;
  GpioRegisters& operator=(const GpioRegisters&) = delete;
  /// Releases the lines.
  ~GpioRegisters();

  /// Whether poll() has something to do.
  bool needs_poll() const;

  /// Takes what the guest has written. Called in a turn, about once a millisecond.
  void poll();

  /// An enabled interrupt was not handled for long: the guest may not receive any.
  bool interrupt_is_overdue() const { return polls_unhandled_ >= kPollsUntilOverdue; }

 private:
  std::uint32_t load(Register index) const;
  void replace_data(std::uint32_t mask, std::uint32_t levels);
  void take_ends();
  /// Also gives lines that have become inputs the levels of the board.
  void take_outputs(std::uint32_t enabled, std::uint32_t levels);
  void assert_inputs(std::uint32_t levels);
  void age_interrupts();
  void on_level(LineOffset line, bool level);
  void interrupt(LineOffset line, bool level);

  GpioLines& lines_;
  Memory memory_;
  std::function<void()> ring_;
  std::uint32_t enabled_ = 0;             ///< outputs, as of the last poll
  std::uint32_t levels_ = 0;              ///< of outputs, as of the last poll
  std::uint32_t inputs_ = 0;              ///< the board's levels of all lines
  std::uint32_t overwritten_ = 0;         ///< inputs that the guest had changed in the last poll
  std::array<int, kLines> status_age_{};  ///< in polls, of lines without masks
  int polls_unhandled_ = 0;
};

}  // namespace pinbridge::ivshmem
