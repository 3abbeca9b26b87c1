#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "links/virtio_gpio/testing/qemu.hpp"
#include "links/virtio_gpio/virtio_gpio_link.hpp"

namespace pinbridge::testing {

/// A link that listens on a real socket, on a loop that the test steps.
class LinkTest : public ::testing::Test {
 protected:
  LinkTest() : link_(make_link("vm", lines_)) {}

  std::filesystem::path socket(const std::string& name = "vm") const {
    return folder_.path() / name;
  }
  std::unique_ptr<virtio_gpio::VirtioGpioLink> make_link(const std::string& name, FakeLines& lines,
                                                         bool interrupts = true) {
    auto link = std::make_unique<virtio_gpio::VirtioGpioLink>(
        loop_, lines, socket(name),
        virtio_gpio::VirtioGpioLink::Options{.chip = name, .interrupts = interrupts});
    EXPECT_TRUE(link->start());
    return link;
  }

  /// A guest whose driver works.
  std::unique_ptr<Qemu> running_qemu() {
    auto qemu = std::make_unique<Qemu>(loop_, socket());
    qemu->realize();
    qemu->start();
    EXPECT_TRUE(qemu->front_end.is_served());
    return qemu;
  }
  bool until(const std::function<bool()>& done) { return step_until(loop_, done); }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  LogCapture log_;
  TempFolder folder_;
  FakeLines lines_{8};
  std::unique_ptr<virtio_gpio::VirtioGpioLink> link_;
};

}  // namespace pinbridge::testing
