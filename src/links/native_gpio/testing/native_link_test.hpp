#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "links/native_gpio/native_link.hpp"
#include "links/native_gpio/testing/fake_qemu.hpp"

namespace pinbridge::testing {

/// A link of machine `m` with one chip, `gpio`, for its only controller, on a loop that the test
/// steps.
class NativeLinkTest : public ::testing::Test {
 protected:
  static constexpr const char* kPl061 = "/machine/unattached/device[7]";

  static FakeMachine virt() {
    return std::move(FakeMachine().device(kPl061, "pl061", 0x9030000, 8));
  }
  static std::string pl061_trace(unsigned direction, unsigned data) {
    return fmt::format("pl061_update {} GPIODIR {:#x} GPIODATA {:#x} pullups 0x0 floating 0x0",
                       kPl061, direction, data);
  }

  void start(const std::string& controller = "auto") {
    start({{"gpio", &lines_, controllers::ControllerChoice::parse(controller).value()}});
  }
  void start(std::vector<native_gpio::ChipBinding> chips) {
    link_ = std::make_unique<native_gpio::NativeLink>(loop_, "m", directory_, std::move(chips),
                                                      answer_time_);
    const auto started = link_->start();
    EXPECT_TRUE(started) << started.error().message;
  }
  std::unique_ptr<FakeQemu> connect(FakeMachine machine = virt()) {
    return std::make_unique<FakeQemu>(loop_, directory_, std::move(machine));
  }
  /// A QEMU whose machine was started; what it received until then is discarded.
  std::unique_ptr<FakeQemu> running_qemu(FakeMachine machine = virt()) {
    auto qemu = connect(std::move(machine));
    EXPECT_TRUE(qemu->until_told("cont"));
    qemu->rest();
    qemu->told.clear();
    lines_.take_log();
    return qemu;
  }
  bool until(const std::function<bool()>& done) { return step_until(loop_, done); }
  bool until_gone() {
    return until([this] { return !link_->has_peer(); });
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  LogCapture log_;
  TempFolder folder_;
  std::filesystem::path directory_ = folder_.path() / "m";
  FakeLines lines_{8};
  std::chrono::milliseconds answer_time_ = native_gpio::NativeLink::kAnswerTime;
  std::unique_ptr<native_gpio::NativeLink> link_;
};

}  // namespace pinbridge::testing
