#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "links/native_gpio/native_chip_binding.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/trace_router.hpp"
#include "qemu/control/qmp_session.hpp"
#include "qemu/control/qom_search.hpp"
#include "qemu/control/qtest_client.hpp"

namespace pinbridge::native_gpio {

/// The controllers of a machine that are joined with chips, and the receivers of QEMU's reports.
struct JoinedControllers {
  std::vector<std::unique_ptr<NativeController>> controllers;
  TraceRouter router;                       ///< to those that are traced
  NativeController* intercepted = nullptr;  ///< the one that qtest reports
};

/// Finds the controllers that the board's chips stand for, joins them, and enables the best report
/// of their outputs: question by question, while the machine waits.
class ControllerJoin {
 public:
  /// All outlive it. Later reports are routed by `joined`.
  ControllerJoin(NativeController::Turn turn, std::span<const ChipBinding> chips,
                 qemu::QmpSession& qmp, qemu::QtestClient& qtest, JoinedControllers& joined);
  ControllerJoin(const ControllerJoin&) = delete;
  ControllerJoin& operator=(const ControllerJoin&) = delete;

  /// Ends the trace that an earlier bench had of a machine, whatever its chips were.
  boost::asio::awaitable<void> end_earlier_trace();

  /// Once, when QMP is ready. A chip without a controller receives an error. `taken_over`: the
  /// machine has run with an earlier bench.
  boost::asio::awaitable<void> run(qemu::Version version, bool taken_over);

  /// Whether the line is of an event that is being enabled: of a machine that runs, some come
  /// before they can be routed. The registers are read afterwards.
  bool awaits(std::string_view line) const;

 private:
  boost::asio::awaitable<void> find();
  boost::asio::awaitable<void> trace();
  boost::asio::awaitable<void> trace_writes();
  boost::asio::awaitable<bool> is_traced(std::string_view event);
  boost::asio::awaitable<bool> begin_to_trace(std::string_view event);
  boost::asio::awaitable<void> intercept(qemu::Version version);
  void bind_chips();
  void bind(const ChipBinding& chip, std::span<const controllers::ControllerName> names);
  void refuse(const ChipBinding& chip, const std::string& why);
  std::set<std::string_view> events_to_trace() const;

  NativeController::Turn turn_;
  std::span<const ChipBinding> chips_;
  qemu::QmpSession& qmp_;
  qemu::QtestClient& qtest_;
  JoinedControllers& joined_;
  std::vector<qemu::QomDevice> found_;
  std::set<std::string_view> awaited_;  ///< events, while they are enabled
};

}  // namespace pinbridge::native_gpio
