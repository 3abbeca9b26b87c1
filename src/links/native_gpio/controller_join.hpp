#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "links/native_gpio/native_chip_binding.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "links/native_gpio/qmp_session.hpp"
#include "links/native_gpio/qtest_client.hpp"
#include "links/native_gpio/trace_router.hpp"
#include "qemu/qom_search.hpp"

namespace pinbridge::native_gpio {

/// The controllers of a machine that are joined with chips, and who hears what QEMU tells of them.
struct JoinedControllers {
  std::vector<std::unique_ptr<NativeController>> controllers;
  TraceRouter router;                       ///< to those that are traced
  NativeController* intercepted = nullptr;  ///< the one of which qtest tells
};

/// Finds the controllers that the board's chips stand for, joins them, and has QEMU tell of their
/// outputs as well as it can: question by question, while the machine waits.
class ControllerJoin {
 public:
  /// All outlive it. What is told from now on finds who is joined in `joined`.
  ControllerJoin(NativeController::Turn turn, std::span<const ChipBinding> chips, QmpSession& qmp,
                 QtestClient& qtest, JoinedControllers& joined);
  ControllerJoin(const ControllerJoin&) = delete;
  ControllerJoin& operator=(const ControllerJoin&) = delete;

  /// Once, when QMP is ready. A chip that nothing stands behind is told so.
  void start(qemu::Version version, std::function<void()> done);

 private:
  void search();
  void bind_chips(std::vector<qemu::QomDevice> found);
  void bind(const ChipBinding& chip, std::span<const ControllerName> names);
  void refuse(const ChipBinding& chip, const std::string& why);
  void trace_next();
  void watch_untraced();
  void watch_next_untraced(std::size_t index);

  NativeController::Turn turn_;
  std::span<const ChipBinding> chips_;
  QmpSession& qmp_;
  QtestClient& qtest_;
  JoinedControllers& joined_;
  qemu::Version version_;
  std::function<void()> done_;
  qemu::QomSearch search_;
  std::vector<qemu::QomDevice> found_;
  std::set<std::string_view> untried_;  ///< trace events
  std::set<std::string_view> traced_;   ///< trace events that this QEMU has
};

}  // namespace pinbridge::native_gpio
