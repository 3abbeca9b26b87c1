#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "links/native_gpio/controller_join.hpp"
#include "links/native_gpio/native_chip_binding.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "loop/dialogue.hpp"
#include "loop/event_loop.hpp"
#include "qemu/control/qmp_session.hpp"
#include "qemu/control/qtest_client.hpp"

namespace pinbridge::native_gpio {

/// The period for reading registers whose writes QEMU does not trace.
inline constexpr std::chrono::milliseconds kPollPeriod{10};

/// A connected QEMU: joins its controllers with the board's chips, sets the guest's inputs, starts
/// the machine, and follows its state.
class NativeSession {
 public:
  struct Sockets {
    UnixSocket qtest;
    UnixSocket qmp;
  };
  /// Called once QEMU has disconnected or sent something invalid (the message). Not to destroy the
  /// session inside.
  using Ended = std::function<void(const std::string& why)>;

  /// QEMU writes its log to `log`. All but `machine` and `log` outlives it.
  NativeSession(EventLoop& loop, std::string machine, std::filesystem::path log,
                std::span<const ChipBinding> chips, Sockets sockets, Ended ended);
  NativeSession(const NativeSession&) = delete;
  NativeSession& operator=(const NativeSession&) = delete;
  /// Releases all lines.
  ~NativeSession();

  /// Processes a line of QEMU's trace with the time at which it was written: Time::max() if that is
  /// unknown. False if the line is not of the trace.
  bool log_line(std::string_view line, Time written);

  /// Whether QEMU has answered all that its machine needs to start.
  bool has_joined() const { return joined_once_; }

  /// Reads, now, what QEMU has sent by qtest so far.
  void drain() { qtest_.drain(); }

 private:
  /// Of the machine: not started yet, waiting with the state of another that migrated, or as it is.
  enum class Past : std::uint8_t { none, arrived, running };

  boost::asio::awaitable<void> converse(qemu::Version version);
  boost::asio::awaitable<bool> is_ours_to_start();
  boost::asio::awaitable<Past> past_of_machine();
  boost::asio::awaitable<std::string> status(std::string_view question);
  boost::asio::awaitable<void> open_log_again();
  boost::asio::awaitable<bool> inputs_are_taken();
  boost::asio::awaitable<void> poll();
  void give_inputs(bool has_drivers);
  void send_waiting();
  void tell_connected();
  void show_connected();
  void note_unreadable(std::string_view line);
  void on_event(std::string_view event);
  void begin_again(void (NativeController::*untraced)());
  void start_dialogue(Dialogue& dialogue, Dialogue::Steps steps);
  void end(const std::string& why);

  EventLoop& loop_;
  NativeController::Turn turn_ = [this](const std::function<void()>& what) { loop_.turn(what); };
  std::string machine_;
  std::filesystem::path log_;
  std::span<const ChipBinding> chips_;
  Ended ended_;
  qemu::Version version_;
  bool running_ = false;  ///< the machine, as far as it is known
  bool joined_once_ = false;
  std::function<void(bool)> on_inputs_taken_;  ///< set while the start waits for it
  qemu::QmpSession qmp_;
  qemu::QtestClient qtest_;
  JoinedControllers joined_;
  ControllerJoin join_;
  std::uint64_t unreadable_ = 0;
  boost::asio::steady_timer poll_timer_;
  Dialogue conversing_;
  Dialogue polling_;  ///< while the machine runs
  std::list<Dialogue> catching_up_;
};

}  // namespace pinbridge::native_gpio
