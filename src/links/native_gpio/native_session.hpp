#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "links/native_gpio/controller_join.hpp"
#include "links/native_gpio/native_chip_binding.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/qmp_session.hpp"
#include "links/native_gpio/qtest_client.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::native_gpio {

/// How often registers are read of which QEMU does not tell the writes.
inline constexpr std::chrono::milliseconds kPollPeriod{10};

/// A QEMU that has connected: joins its controllers with the board's chips, gives the guest its
/// inputs, lets the machine start, and hears what becomes of it.
class NativeSession {
 public:
  struct Sockets {
    QtestClient::Socket qtest;
    QmpSession::Socket qmp;
  };
  /// Called once QEMU has left or said what cannot be (the sentence). Not to destroy the session
  /// inside.
  using Ended = std::function<void(const std::string& why)>;

  /// All but `machine` outlives it.
  NativeSession(EventLoop& loop, std::string machine, std::span<const ChipBinding> chips,
                Sockets sockets, Ended ended);
  NativeSession(const NativeSession&) = delete;
  NativeSession& operator=(const NativeSession&) = delete;
  /// Releases all lines.
  ~NativeSession();

  /// A line of QEMU's log, and when it was written: Time::max() where that is not known.
  void log_line(std::string_view line, Time written);

  /// Takes, now, what QEMU has said by qtest so far.
  void drain() { qtest_.drain(); }

 private:
  void look_whose_start();
  void catch_up_with(std::size_t index);
  void give_inputs();
  void go();
  void idle();
  void tell_connected();
  void show_connected();
  void note_unreadable(std::string_view line);
  void heard(std::string_view event);
  void begin_again(void (NativeController::*untraced)());
  void poll();
  void end(const std::string& why);

  EventLoop& loop_;
  NativeController::Turn turn_ = [this](const std::function<void()>& what) { loop_.turn(what); };
  std::string machine_;
  std::span<const ChipBinding> chips_;
  Ended ended_;
  qemu::Version version_;
  bool ours_to_start_ = false;
  bool waits_for_inputs_ = false;
  bool running_ = false;
  QmpSession qmp_;
  QtestClient qtest_;
  JoinedControllers joined_;
  ControllerJoin join_;
  std::uint64_t unreadable_ = 0;
  bool told_of_merging_ = false;
  boost::asio::steady_timer poll_timer_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::native_gpio
