#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "links/native_gpio/native_chip_binding.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/qmp_session.hpp"
#include "links/native_gpio/qtest_client.hpp"
#include "links/native_gpio/trace_router.hpp"
#include "loop/event_loop.hpp"
#include "qemu/qom_search.hpp"

namespace pinbridge::native_gpio {

/// How often registers are read of which QEMU does not tell the writes.
inline constexpr std::chrono::milliseconds kPollPeriod{10};

/// A QEMU that has connected: finds the controllers that the board's chips stand for, joins them,
/// gives the guest its inputs, and lets the machine start.
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
  void search();
  void bind_chips(std::vector<qemu::QomDevice> found);
  void bind(const ChipBinding& chip, std::span<const ControllerName> names);
  void refuse(const ChipBinding& chip, const std::string& why);
  void trace_next();
  void watch_untraced();
  void watch_next_untraced(std::size_t index);
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
  qemu::QomSearch search_;
  std::vector<std::unique_ptr<NativeController>> controllers_;
  std::vector<qemu::QomDevice> found_;
  std::set<std::string_view> untried_;  ///< trace events
  std::set<std::string_view> traced_;   ///< trace events that this QEMU has
  NativeController* intercepted_ = nullptr;
  TraceRouter router_;
  std::uint64_t unreadable_ = 0;
  bool told_of_merging_ = false;
  boost::asio::steady_timer poll_timer_;
  std::shared_ptr<const char> alive_ = std::make_shared<const char>();  ///< for late handlers
};

}  // namespace pinbridge::native_gpio
