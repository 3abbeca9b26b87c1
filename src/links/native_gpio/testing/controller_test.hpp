#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/native_gpio/native_controller.hpp"
#include "qemu/control/testing/line_peer.hpp"

namespace pinbridge::testing {

/// A controller between lines and a QEMU, both played by the test. The machine's GPIO device is at
/// /machine/gpio, its registers from 0x1000 on.
class ControllerTest : public ::testing::Test {
 protected:
  static qemu::QomDevice device(std::string_view type, std::size_t lines = 0) {
    const controllers::ControllerType& known = *controllers::find_controller_type(type);
    const std::size_t pins = lines != 0 ? lines : known.lines;
    return {.path = "/machine/gpio",
            .pins_path = "/machine/gpio",
            .type = std::string(type),
            .name = {},
            .address = 0x1000,
            .inputs = pins,
            .outputs = pins,
            .pin_levels = {}};
  }
  std::unique_ptr<native_gpio::NativeController> make(qemu::QomDevice device, FakeLines& lines) {
    return std::make_unique<native_gpio::NativeController>(
        lines, *controllers::find_controller_type(device.type), device,
        qemu::QtestPath::of(device.path).value(), *qtest_, *qmp_);
  }
  /// A controller of this type, started, with its first commands received.
  void start(qemu::QomDevice device) {
    controller_ = make(std::move(device), lines_);
    controller_->start();
    heard_ = qtest_peer().all();
  }

  /// The guest writes a register.
  void write(std::uint32_t offset, std::uint64_t value) {
    qemu::TraceRecord record;
    record.registers[0] = {.offset = offset, .name = {}, .value = value};
    record.register_count = 1;
    controller_->wrote(record);
  }
  void write(std::string_view name, std::uint64_t value) {
    qemu::TraceRecord record;
    record.registers[0] = {.offset = 0, .name = name, .value = value};
    record.register_count = 1;
    controller_->wrote(record);
  }

  LinePeer& qtest_peer() { return qtest_sockets_.peer; }
  LinePeer& qmp_peer() { return qmp_sockets_.peer; }
  /// The inputs that QEMU is given by qtest, as "3 1".
  std::vector<std::string> inputs() {
    constexpr std::string_view kPrefix = "set_irq_in /machine/gpio unnamed-gpio-in ";
    std::vector<std::string> inputs;
    for (const std::string& line : qtest_peer().all()) {
      EXPECT_TRUE(line.starts_with(kPrefix)) << line;
      inputs.push_back(line.substr(std::min(kPrefix.size(), line.size())));
    }
    return inputs;
  }
  /// QEMU answers that many commands.
  void answer(std::size_t commands) {
    std::string text;
    for (std::size_t i = 0; i < commands; ++i) text += "OK\n";
    qtest_peer().say(text);
    settle(loop_);
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  SocketPair qtest_sockets_{loop_};
  SocketPair qmp_sockets_{loop_};
  FakeLines lines_{8};
  std::vector<std::string> heard_;
  std::string ended_;
  std::unique_ptr<qemu::QtestClient> qtest_ = std::make_unique<qemu::QtestClient>(
      std::move(qtest_sockets_.ours),
      qemu::QtestClient::Handlers{
          .on_output = [this](std::uint32_t number,
                              bool level) { controller_->drives(number, level); },
          .on_idle =
              [this] {
                if (controller_) controller_->send_waiting();
              },
          .on_end = [this](const std::string& why) { ended_ = "qtest: " + why; }});
  std::unique_ptr<qemu::QmpSession> qmp_ = std::make_unique<qemu::QmpSession>(
      std::move(qmp_sockets_.ours),
      qemu::QmpSession::Handlers{
          .on_ready = [](qemu::Version) {},
          .on_event = {},
          .on_idle =
              [this] {
                if (controller_) controller_->send_waiting();
              },
          .on_end = [this](const std::string& why) { ended_ = "QMP: " + why; }});
  std::unique_ptr<native_gpio::NativeController> controller_;
};

}  // namespace pinbridge::testing
