#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/gpio_lines.hpp"
#include "links/controllers/controller_choice.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/native_gpio/qmp_session.hpp"
#include "links/native_gpio/qtest_client.hpp"
#include "links/native_gpio/register_reader.hpp"
#include "links/native_gpio/trace_pattern.hpp"
#include "qemu/qom_search.hpp"

namespace pinbridge::native_gpio {

/// How the link comes to know what a controller does.
enum class Watch : std::uint8_t {
  traced,       ///< QEMU traces each write: every edge, every change of direction
  intercepted,  ///< qtest tells each output's level: every edge; directions are polled
  polled,       ///< the registers are read in turns: what lasts longer than the period
};

/// A GPIO controller of a machine that runs, joined with a chip's lines: what the guest writes
/// drives the lines, what the board does to inputs reaches the guest.
///
/// Everything but construction happens in a turn of the loop.
class NativeController {
 public:
  /// All that is given outlives it. `lines` is listened to from start() on.
  NativeController(GpioLines& lines, const ControllerType& type, qemu::QomDevice device,
                   QtestPath path, QtestClient& qtest, QmpSession& qmp);
  NativeController(const NativeController&) = delete;
  NativeController& operator=(const NativeController&) = delete;
  /// Releases all lines.
  ~NativeController();

  const ControllerType& type() const { return type_; }
  const qemu::QomDevice& device() const { return device_; }
  /// Of its inputs and outputs.
  const QtestPath& path() const { return path_; }
  GpioLines& lines() { return lines_; }

  Watch watch() const { return watch_; }
  void set_watch(Watch watch) { watch_ = watch; }

  /// Gives the guest the inputs as they are now, and each change from now on. `refused` is called
  /// the first time that the board gives an input another level and QEMU's model takes none.
  void start(std::function<void(LineOffset)> refused = {});

  /// The guest wrote registers.
  void wrote(const TraceRecord& record);
  /// An intercepted output is at another level; `number` is as qtest counts this type's outputs.
  void drives(std::uint32_t number, bool level);
  /// The machine was reset: all lines are inputs, and the guest has forgotten their levels.
  void reset();

  /// The machine goes on, perhaps from a snapshot, which knows nothing of what the guest was given
  /// since: gives all inputs once more.
  void resumed();

  /// Runs what it is given in a turn of the loop.
  using Turn = std::function<void(const std::function<void()>&)>;

  /// Asks for all registers that say what the lines do, and takes the answers over when the last
  /// has come.
  void read_registers(const Turn& turn);

  /// The same where writes are traced, for what was never written: what the registers are at when
  /// the link comes to a machine, after a reset, in a snapshot. The answers count only if the guest
  /// wrote nothing meanwhile; else it asks again, and leaves it after some times to a guest that
  /// always writes. `done`, if there is any, is called in the end.
  void catch_up(const Turn& turn, std::function<void()> done = {});

  /// Sends what had to wait while QEMU had too much to do.
  void send_waiting();
  /// Input edges that the guest does not see because the line changed once more while it waited.
  std::uint64_t merged() const { return merged_; }

 private:
  struct Input {
    std::optional<InputLevel> sent;  ///< what the guest was given last
    bool waiting = false;
  };

  std::uint16_t line_count() const { return static_cast<std::uint16_t>(inputs_.size()); }
  void try_to_catch_up(const Turn& turn);
  void settle();
  void give_all_inputs();
  void give_input(LineOffset line);
  std::optional<InputLevel> input_level(LineOffset line) const;
  void send(LineOffset line, InputLevel level);
  std::optional<LineOffset> line_of_output(std::uint32_t number) const;

  GpioLines& lines_;
  const ControllerType& type_;
  qemu::QomDevice device_;
  QtestPath path_;
  QtestClient& qtest_;
  QmpSession& qmp_;
  Watch watch_ = Watch::polled;
  LineRegisters registers_;
  std::vector<Input> inputs_;
  RegisterReader reader_;
  std::vector<std::string> properties_;  ///< of each line where inputs are properties; else empty
  std::size_t unanswered_properties_ = 0;
  std::uint64_t merged_ = 0;
  std::function<void(LineOffset)> refused_;
  bool holding_ = false;  ///< all inputs wait until QEMU has answered
  bool reading_ = false;
  std::uint64_t writes_ = 0;  ///< and resets, that were seen
  int tries_left_ = 0;        ///< to catch up; 0 when nothing is asked
  std::function<void()> caught_up_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late answers
};

/// The number of lines that a device has of this type.
std::uint16_t line_count(const ControllerType& type, const qemu::QomDevice& device);

/// The machine's controllers, for a board's choice among them.
std::vector<ControllerName> controller_names(std::span<const qemu::QomDevice> devices);

/// Whether QEMU's trace, where it has the type's event, says which of the machine's controllers is
/// written to.
bool tells_apart(const ControllerType& type, std::span<const qemu::QomDevice> devices);

}  // namespace pinbridge::native_gpio
