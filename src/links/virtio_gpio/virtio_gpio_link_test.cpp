#include "links/virtio_gpio/virtio_gpio_link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/link_test.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace virtio_gpio::wire;
using namespace vhost_user::wire;
using testing::Bytes;
using testing::bytes_of;
using ::testing::ElementsAre;
using testing::FrontEnd;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::join;
using testing::Qemu;
using ::testing::SizeIs;

class VirtioGpioLinkTest : public testing::LinkTest {
 protected:
  static void drive(Qemu& qemu, std::uint16_t line, bool level) {
    EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_SET_VALUE, line, level ? 1 : 0), "OK 0");
    EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_SET_DIRECTION, line, VIRTIO_GPIO_DIRECTION_OUT), "OK 0");
  }
  static virtio_gpio_config read_config(FrontEnd& front_end) {
    const ConfigSpace space{.offset = 0, .size = 8, .flags = 0};
    front_end.send(VHOST_USER_GET_CONFIG, join(bytes_of(space), Bytes(8)));
    const Bytes reply = front_end.receive(VHOST_USER_GET_CONFIG);
    virtio_gpio_config config{};
    EXPECT_EQ(reply.size(), sizeof space + sizeof config);
    if (reply.size() == sizeof space + sizeof config) {
      std::memcpy(&config, reply.data() + sizeof space, sizeof config);
    }
    return config;
  }
};

TEST_F(VirtioGpioLinkTest, AGuestOfQemu10GetsTheLines) {
  auto qemu = running_qemu();
  EXPECT_EQ(read_config(qemu->front_end).ngpio, 8);
  drive(*qemu, 3, true);
  EXPECT_THAT(lines_.take_log(), ElementsAre("3=high"));
  lines_.put(5, true);
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_VALUE, 5), "OK 1");
  EXPECT_TRUE(lines_.connected);
  EXPECT_EQ(lines_.connection, "virtio-gpio with interrupts");
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(VirtioGpioLinkTest, AnEdgeBecomesAnInterrupt) {
  auto qemu = running_qemu();
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 2, VIRTIO_GPIO_IRQ_TYPE_EDGE_BOTH), "OK 0");
  qemu->unmask(2);
  EXPECT_TRUE(qemu->front_end.is_served());
  testing::settle(loop_);
  Qemu::take_signals(qemu->queues[1].call);
  lines_.put(2, true);
  EXPECT_EQ(qemu->take_event(), "2 VALID");
  EXPECT_EQ(Qemu::take_signals(qemu->queues[1].call), 1U);
  qemu->unmask(2);
  lines_.put(2, false);
  EXPECT_EQ(qemu->take_event(), "2 VALID");
}

TEST_F(VirtioGpioLinkTest, AResponseInterruptsTheDriver) {
  auto qemu = running_qemu();
  Qemu::take_signals(qemu->queues[0].call);
  qemu->ask(VIRTIO_GPIO_MSG_GET_VALUE, 0);
  EXPECT_EQ(Qemu::take_signals(qemu->queues[0].call), 1U);
}

TEST_F(VirtioGpioLinkTest, WithoutEventIndexItWorksTheSame) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  qemu.start(Qemu::kAll & ~testing::bit(virtio::wire::VIRTIO_F_EVENT_IDX));
  EXPECT_TRUE(qemu.front_end.is_served());
  for (int i = 0; i < 200; ++i) ASSERT_EQ(qemu.ask(VIRTIO_GPIO_MSG_GET_VALUE, 0), "OK 0");
}

TEST_F(VirtioGpioLinkTest, AGuestOfQemu7WorksAndOneWarningReportsTheMissingInterrupts) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  EXPECT_EQ(read_config(qemu.front_end).ngpio, 8);
  qemu.start(Qemu::kTransport);
  drive(qemu, 0, true);
  EXPECT_EQ(lines_.driven(0), true);
  EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 0, 1), "ERR");
  EXPECT_EQ(lines_.connection, "virtio-gpio without interrupts");
  // A reboot of the guest is no news.
  for (unsigned i = 0; i < 2; ++i) qemu.stop_ring(i);
  qemu.reset_driver();
  qemu.start(Qemu::kTransport);
  EXPECT_TRUE(qemu.front_end.is_served());
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("this QEMU (older than 9.0)")));
}

TEST_F(VirtioGpioLinkTest, AnOldDriverUnderANewQemuIsDistinguished) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  for (int i = 0; i < 3; ++i) read_config(qemu.front_end);
  qemu.start(Qemu::kTransport);
  EXPECT_TRUE(qemu.front_end.is_served());
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("Linux 5.16 or later")));
}

TEST_F(VirtioGpioLinkTest, WhenQemuLeavesEveryLineIsReleased) {
  auto qemu = running_qemu();
  for (std::uint16_t line = 0; line < 8; ++line) drive(*qemu, line, true);
  EXPECT_EQ(lines_.driven_count(), 8U);
  qemu.reset();
  EXPECT_TRUE(until([&] { return !lines_.connected; }));
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_EQ(lines_.connection, "");
  EXPECT_THAT(log_.warnings(), IsEmpty());
  EXPECT_THAT(log_.lines("QEMU has disconnected"), SizeIs(1));
}

TEST_F(VirtioGpioLinkTest, AfterOneQemuHasLeftAnotherMayCome) {
  for (int i = 0; i < 3; ++i) {
    auto qemu = running_qemu();
    EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 1), "OK 0") << "nothing is left of the last";
    drive(*qemu, 1, true);
    qemu.reset();
  }
  EXPECT_TRUE(until([&] { return !lines_.connected; }));
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(VirtioGpioLinkTest, APausedMachineContinuesUnchanged) {
  auto qemu = running_qemu();
  drive(*qemu, 4, true);
  qemu->ask(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 6, VIRTIO_GPIO_IRQ_TYPE_EDGE_RISING);
  qemu->unmask(6);
  qemu->stop();
  EXPECT_EQ(qemu->take_event(), "6 INVALID") << "nothing stays out over a pause";
  EXPECT_FALSE(lines_.connected);
  EXPECT_EQ(lines_.driven(4), true) << "a relay must not drop";
  qemu->start();
  EXPECT_TRUE(qemu->front_end.is_served());
  EXPECT_EQ(lines_.driven(4), true);
  EXPECT_TRUE(lines_.connected);
  qemu->unmask(6);
  EXPECT_TRUE(qemu->front_end.is_served());
  testing::settle(loop_);
  lines_.put(6, true);
  EXPECT_EQ(qemu->take_event(), "6 VALID");
}

TEST_F(VirtioGpioLinkTest, AGuestThatRebootsFindsNothingOfItsPredecessor) {
  auto qemu = running_qemu();
  drive(*qemu, 4, true);
  qemu->stop();
  qemu->reset_driver();
  qemu->start();
  EXPECT_TRUE(qemu->front_end.is_served());
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 4), "OK 0");
}

TEST_F(VirtioGpioLinkTest, APausedMachineThatEndsReleasesItsLines) {
  auto qemu = running_qemu();
  drive(*qemu, 4, true);
  qemu->stop();
  EXPECT_EQ(lines_.driven(4), true);
  qemu.reset();
  EXPECT_TRUE(until([&] { return lines_.driven_count() == 0; }));
}

TEST_F(VirtioGpioLinkTest, BuffersMadeAvailableBeforeTheStartNeedNoKick) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  qemu.put_request(VIRTIO_GPIO_MSG_GET_DIRECTION, 0, 0);
  qemu.start();
  Qemu::take_signals(qemu.queues[0].kick);
  EXPECT_EQ(qemu.take_answer(), "OK 0");
}

TEST_F(VirtioGpioLinkTest, AKickWhoseDescriptorIsReplacedIsServed) {
  auto qemu = running_qemu();
  const UniqueFd new_kick(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  qemu->front_end.send(VHOST_USER_SET_VRING_KICK, std::uint64_t{0}, {new_kick.get()});
  qemu->put_request(VIRTIO_GPIO_MSG_GET_DIRECTION, 0, 0);
  EXPECT_EQ(qemu->take_answer(), "OK 0");
}

TEST_F(VirtioGpioLinkTest, WithoutProtocolFeaturesARingStartsAtItsKick) {
  Qemu qemu(loop_, socket());
  qemu.send_features(Qemu::kAll & ~testing::bit(VHOST_USER_F_PROTOCOL_FEATURES));
  qemu.send_memory();
  for (unsigned i = 0; i < 2; ++i) qemu.send_ring(i);
  EXPECT_EQ(qemu.ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 0");
}

TEST_F(VirtioGpioLinkTest, ANewMemoryTableWhileItRunsIsTakenOver) {
  auto qemu = running_qemu();
  drive(*qemu, 0, true);
  for (int i = 0; i < 5; ++i) qemu->send_memory();
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 1");
}

TEST_F(VirtioGpioLinkTest, ADriverThatBreaksItsRingRestsAndWorksAgainAfterAReset) {
  auto qemu = running_qemu();
  drive(*qemu, 0, true);
  auto& ring = qemu->queues[0];
  ring.driver.set_descriptor(7, {0, 8, 0, 0});
  ring.driver.make_available(7);
  qemu->kick(0);
  EXPECT_TRUE(until([&] { return Qemu::take_signals(ring.error) > 0; }));
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_THAT(log_.warnings(),
              ElementsAre(HasSubstr("the chip is stopped until the guest resets it")));

  qemu->stop();
  qemu->reset_driver();
  qemu->start();
  drive(*qemu, 0, true);
  EXPECT_EQ(lines_.driven(0), true);
}

TEST_F(VirtioGpioLinkTest, AGuestThatBreaksItsDriverAgainAndAgainFillsNoLog) {
  auto qemu = running_qemu();
  for (int i = 0; i < 20; ++i) {
    qemu->queues[0].driver.make_available(999);
    qemu->kick(0);
    EXPECT_TRUE(until([&] { return Qemu::take_signals(qemu->queues[0].error) > 0; }));
    qemu->stop();
    qemu->reset_driver();
    qemu->start();
  }
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 0");
  EXPECT_THAT(log_.warnings(), SizeIs(3));
}

TEST_F(VirtioGpioLinkTest, ItsEndReleasesTheLinesAndHangsUp) {
  auto qemu = running_qemu();
  drive(*qemu, 0, true);
  link_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.listened_to());
  EXPECT_FALSE(lines_.connected);
  EXPECT_TRUE(qemu->front_end.is_hung_up_on());
  EXPECT_FALSE(std::filesystem::exists(socket()));
  testing::settle(loop_);
}

TEST_F(VirtioGpioLinkTest, ASocketThatCannotBeMadeIsASentence) {
  VirtioGpioLink link(loop_, lines_, "/nonexistent/there", {.chip = "vm"});
  const auto started = link.start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().message, HasSubstr("/nonexistent/there"));
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
