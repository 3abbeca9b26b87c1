#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/gpio_lines.hpp"
#include "links/controllers/controller_choice.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/register_reader.hpp"
#include "qemu/control/qmp_session.hpp"
#include "qemu/control/qom_search.hpp"
#include "qemu/control/qtest_client.hpp"
#include "qemu/control/trace_pattern.hpp"

namespace pinbridge::native_gpio {

/// How the link observes a controller.
enum class Watch : std::uint8_t {
  traced,       ///< QEMU traces each write: every edge, every change of direction
  intercepted,  ///< qtest reports each output's level: every edge; directions are polled
  polled,       ///< the registers are read periodically: what lasts longer than the period
};

/// A GPIO controller of a machine that runs, joined with a chip's lines: writes of the guest drive
/// the lines, and changes of the board's inputs reach the guest.
///
/// Everything but construction happens in a turn of the loop.
class NativeController {
 public:
  /// All arguments outlive it. `lines` is listened to from start() on.
  NativeController(GpioLines& lines, const controllers::ControllerType& type,
                   qemu::QomDevice device, qemu::QtestPath path, qemu::QtestClient& qtest,
                   qemu::QmpSession& qmp);
  NativeController(const NativeController&) = delete;
  NativeController& operator=(const NativeController&) = delete;
  /// Releases all lines.
  ~NativeController();

  const controllers::ControllerType& type() const { return type_; }
  const qemu::QomDevice& device() const { return device_; }
  /// Of its inputs and outputs.
  const qemu::QtestPath& path() const { return path_; }
  GpioLines& lines() { return lines_; }

  Watch watch() const { return watch_; }
  void set_watch(Watch watch) { watch_ = watch; }

  /// Gives the guest the current inputs, and each change from now on.
  void start();

  /// Which interrupts are pending is traced: paced lines wait for the guest to clear theirs. Before
  /// start().
  void set_pending_is_traced() { pending_is_traced_ = true; }

  /// The guest's driver is noticed by its first write, and not taken as there from start() on.
  /// Before start().
  void set_writes_are_traced() { writes_are_traced_ = true; }
  /// The driver is there. Later calls have no effect.
  void note_driver();

  /// The guest wrote registers.
  void wrote(const qemu::TraceRecord& record);
  /// The interrupts that are pending now, as the type's `pending_trace` has them.
  void pending(const qemu::TraceRecord& record);
  /// The guest read a register, as the type's `read_trace` has it.
  void was_read(const qemu::TraceRecord& record);
  /// A guest wrote a register of a controller of this type, as the type's `write_trace` has it.
  void was_written(const qemu::TraceRecord& record);
  /// An intercepted output is at another level; `number` is as qtest counts this type's outputs.
  void drives(std::uint32_t number, bool level);
  /// The machine was reset: all lines are inputs, and the guest has forgotten their levels.
  void reset();

  /// The machine goes on, perhaps from a snapshot, which knows nothing of what the guest was given
  /// since: gives all inputs once more.
  void resumed();

  /// Runs its argument in a turn of the loop.
  using Turn = std::function<void(const std::function<void()>&)>;

  /// Reads all registers that determine the lines, and takes the answers over when the last
  /// has come.
  void read_registers(const Turn& turn);

  /// The same where writes are traced, for what was never written: what the registers are at when
  /// the link comes to a machine, after a reset, in a snapshot. The answers count only if the guest
  /// wrote nothing meanwhile; else it asks again, and leaves it after some times to a guest that
  /// always writes. While one catches up, another has it ask as many times more, and ends at once.
  boost::asio::awaitable<void> catch_up(Turn turn);

  /// Sends the changes that had to wait while QEMU was busy.
  void send_waiting();

 private:
  /// Whether the guest's driver reads a line's level after it has cleared its interrupt.
  enum class Reads : std::uint8_t { unknown, yes, no };
  /// How far the guest is with a paced line's last level.
  enum class Step : std::uint8_t {
    none,     ///< it is not waited for
    sent,     ///< not at the controller yet
    arrived,  ///< its interrupt may be pending
    raised,   ///< its interrupt is pending
    cleared   ///< the guest has cleared it, and may read the level
  };
  struct Input {
    std::optional<qemu::InputLevel> sent;  ///< what the guest was given last
    bool waiting = false;
    Step step = Step::none;
    Reads reads = Reads::unknown;
  };

  std::uint16_t line_count() const { return static_cast<std::uint16_t>(inputs_.size()); }
  boost::asio::awaitable<bool> registers_into(std::shared_ptr<controllers::LineRegisters> read);
  void settle();
  void expect_to_be_taken(LineOffset line);
  void take(LineOffset line);
  void wait_for_read(LineOffset line);
  void note_arrivals(const qemu::TraceRecord& record);
  void give_all_inputs();
  void give_input(LineOffset line);
  std::optional<qemu::InputLevel> input_level(LineOffset line) const;
  void send(LineOffset line, qemu::InputLevel level);
  void set_property(LineOffset line, qemu::InputLevel level);
  void write_set_clear(LineOffset line, qemu::InputLevel level);
  std::optional<LineOffset> line_of_output(std::uint32_t number) const;

  GpioLines& lines_;
  const controllers::ControllerType& type_;
  qemu::QomDevice device_;
  qemu::QtestPath path_;
  qemu::QtestClient& qtest_;
  qemu::QmpSession& qmp_;
  Watch watch_ = Watch::polled;
  controllers::LineRegisters registers_;
  std::vector<Input> inputs_;
  RegisterReader reader_;
  std::vector<std::string> properties_;  ///< of each line where inputs are properties; else empty
  bool pending_is_traced_ = false;
  bool writes_are_traced_ = false;
  bool driver_noted_ = false;
  bool holding_ = false;  ///< all inputs wait until QEMU has answered
  bool reading_ = false;
  std::uint64_t writes_ = 0;  ///< and resets, that were seen
  int tries_left_ = 0;        ///< to catch up; 0 when nothing is asked
};

/// The number of lines that a device has of this type.
std::uint16_t line_count(const controllers::ControllerType& type, const qemu::QomDevice& device);

/// The machine's controllers, for a board's choice among them.
std::vector<controllers::ControllerName> controller_names(std::span<const qemu::QomDevice> devices);

/// Whether QEMU's trace, where it has the type's event, names which of the machine's controllers is
/// written to.
bool tells_apart(const controllers::ControllerType& type, std::span<const qemu::QomDevice> devices);

}  // namespace pinbridge::native_gpio
