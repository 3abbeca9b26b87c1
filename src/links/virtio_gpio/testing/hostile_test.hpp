#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/closer.hpp"
#include "links/virtio_gpio/testing/link_test.hpp"

namespace pinbridge::testing {

inline std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// One front end after the other that does something wrong. Whatever it was: a second chip's guest
/// does not notice, nothing is left of it, and the next QEMU works.
class HostileTest : public LinkTest {
 protected:
  HostileTest() : link2_(make_link("vm2", lines2_)), bystander_(loop_, socket("vm2")) {
    bystander_.realize();
    bystander_.start();
    EXPECT_TRUE(bystander_.front_end.is_served());
    bystander_.ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_SET_DIRECTION, 1, 1);
    running_qemu().reset();
    EXPECT_TRUE(until([this] { return log_.lines("QEMU has disconnected").size() == 1; }));
    log_.clear();
    EXPECT_TRUE(until([] { return closer().waiting() + memory_closer().waiting() == 0; }));
    descriptors_ = open_descriptors();
  }
  void TearDown() override {
    EXPECT_EQ(bystander_.ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_GET_DIRECTION, 1), "OK 1");
    EXPECT_EQ(lines2_.driven(1), false);
    testing::settle(loop_);
    // Some are closed by separate threads.
    EXPECT_TRUE(until([this] { return open_descriptors() == descriptors_; }));
    EXPECT_EQ(lines_.driven_count(), 0U);
    auto qemu = running_qemu();
    EXPECT_EQ(qemu->ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_GET_DIRECTION, 1), "OK 0");
  }

  /// A QEMU that is realized does something, and the connection ends with one such warning.
  void ends(const std::string& warning, const std::function<void(Qemu&)>& act) {
    Qemu qemu(loop_, socket());
    qemu.realize();
    ends(qemu, warning, act);
  }
  void ends(Qemu& qemu, const std::string& warning, const std::function<void(Qemu&)>& act) {
    SCOPED_TRACE(warning);
    log_.clear();
    act(qemu);
    EXPECT_TRUE(qemu.front_end.is_hung_up_on());
    EXPECT_THAT(log_.warnings(), ::testing::ElementsAre(::testing::HasSubstr(warning)));
    log_.clear();
  }

  /// A guest's interrupt for both edges of a line.
  void arm(Qemu& qemu, std::uint16_t line) {
    using namespace virtio_gpio::wire;
    EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, line, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH), "OK 0");
    qemu.unmask(line);
    EXPECT_TRUE(qemu.front_end.is_served());
    settle(loop_);
  }

  FakeLines lines2_{4};
  std::unique_ptr<virtio_gpio::VirtioGpioLink> link2_;
  Qemu bystander_;

 private:
  std::size_t descriptors_ = 0;
};

}  // namespace pinbridge::testing
