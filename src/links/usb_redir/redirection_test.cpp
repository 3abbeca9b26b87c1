#include "links/usb_redir/redirection.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/usb_redir/cp2112.hpp"
#include "links/usb_redir/dln2.hpp"
#include "links/usb_redir/testing/qemu_side.hpp"

namespace pinbridge::usb_redir {
namespace {

using pinbridge::testing::FakeLines;
using testing::bytes;
using ::testing::HasSubstr;
using testing::QemuSide;

Bytes dln2_message(unsigned command, unsigned echo, const Bytes& arguments = {}) {
  Bytes message;
  LittleEndianWriter(message)
      .u16(static_cast<unsigned>(8 + arguments.size()))
      .u16(command)
      .u16(echo)
      .u16(1)
      .bytes(arguments);
  return message;
}

class RedirectionTest : public ::testing::Test {
 protected:
  RedirectionTest() : qemu_(std::make_unique<Dln2>(lines_)) {}

  FakeLines lines_{32};
  QemuSide qemu_;
};

TEST_F(RedirectionTest, SaysHelloAtOnceAndIntroducesTheDeviceAfterThePeers) {
  qemu_.hello();
  const auto interfaces = qemu_.take().value();
  EXPECT_EQ(interfaces.type, wire::usb_redir_interface_info);
  EXPECT_EQ(interfaces.body.size(), 132U);
  EXPECT_EQ(interfaces.at(0), 1) << "interface";
  EXPECT_EQ(interfaces.at(4 + 32), 0xff) << "of the vendor's class";
  const auto endpoints = qemu_.take().value();
  EXPECT_EQ(endpoints.type, wire::usb_redir_ep_info);
  EXPECT_EQ(endpoints.body.size(), 96U + 64U);
  EXPECT_EQ(endpoints.at(0), 0) << "control";
  EXPECT_EQ(endpoints.at(1), 2) << "bulk out";
  EXPECT_EQ(endpoints.at(2), 255) << "none";
  EXPECT_EQ(endpoints.at(17), 2) << "bulk in";
  const auto connect = qemu_.take().value();
  EXPECT_EQ(connect.type, wire::usb_redir_device_connect);
  EXPECT_EQ(connect.body, bytes({2, 0, 0, 0, 0x57, 0xa2, 0x13, 0x20, 0, 1}));
  EXPECT_FALSE(qemu_.take());
}

TEST_F(RedirectionTest, SendsAnOldPeerTheShortForms) {
  qemu_.hello({0});
  EXPECT_EQ(qemu_.take().value().body.size(), 132U);
  EXPECT_EQ(qemu_.take().value().body.size(), 96U);
  EXPECT_EQ(qemu_.take().value().body.size(), 8U);
  const BulkHeader in{.endpoint = 0x81, .length = 512};
  qemu_.send(wire::usb_redir_bulk_packet, 1, in.with({}, false));
  const BulkHeader out{.endpoint = 1, .length = 8};
  qemu_.send(wire::usb_redir_bulk_packet, 2, out.with(dln2_message(0x0101, 5), false));
  EXPECT_EQ(qemu_.take().value().body.size(), 8U + 12U);
}

TEST_F(RedirectionTest, ReportsWhenAGuestConfiguresTheDeviceAndWhenItResetsIt) {
  qemu_.connect();
  qemu_.send(wire::usb_redir_set_configuration, 3, bytes({1}));
  EXPECT_TRUE(qemu_.configured);
  const auto answer = qemu_.take().value();
  EXPECT_EQ(answer.type, wire::usb_redir_configuration_status);
  EXPECT_EQ(answer.id, 3U);
  EXPECT_EQ(answer.body, bytes({0, 1}));
  qemu_.send(wire::usb_redir_get_configuration, 4, {});
  EXPECT_EQ(qemu_.take().value().body, bytes({0, 1}));
  qemu_.send(wire::usb_redir_set_configuration, 5, bytes({2}));
  EXPECT_EQ(qemu_.take().value().body, bytes({4, 1})) << "it stalls";
  qemu_.send(wire::usb_redir_reset, 6, {});
  EXPECT_FALSE(qemu_.configured);
}

TEST_F(RedirectionTest, AnswersForAlternativeSettings) {
  qemu_.connect();
  qemu_.send(wire::usb_redir_set_alt_setting, 1, bytes({0, 0}));
  EXPECT_EQ(qemu_.take().value().body, bytes({0, 0, 0}));
  qemu_.send(wire::usb_redir_set_alt_setting, 2, bytes({0, 1}));
  EXPECT_EQ(qemu_.take().value().body, bytes({4, 0, 0}));
  qemu_.send(wire::usb_redir_get_alt_setting, 3, bytes({0}));
  EXPECT_EQ(qemu_.take().value().body, bytes({0, 0, 0}));
}

TEST_F(RedirectionTest, GivesDescriptorsCutToTheLengthThatIsAskedFor) {
  qemu_.connect();
  const auto descriptor = [&](std::uint16_t value, std::uint16_t length) {
    return qemu_.control(
        {.endpoint = 0x80, .request = 6, .request_type = 0x80, .value = value, .length = length});
  };
  const auto [status, device] = descriptor(0x0100, 64);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(device, bytes({18, 1, 0, 2, 0, 0, 0, 64, 0x57, 0xa2, 0x13, 0x20, 0, 1, 1, 2, 0, 1}));
  EXPECT_EQ(descriptor(0x0100, 8).second.size(), 8U);
  EXPECT_EQ(descriptor(0x0200, 255).second.size(), 9U + 9U + 2 * 7U);
  EXPECT_EQ(descriptor(0x0300, 255).second, bytes({4, 3, 9, 4}));
  EXPECT_EQ(descriptor(0x0301, 255).second.size(), 2U + 2 * 9U);
  EXPECT_EQ(descriptor(0x0303, 255).first, wire::usb_redir_stall);
  EXPECT_EQ(descriptor(0x0600, 10).first, wire::usb_redir_stall) << "no qualifier";
}

TEST_F(RedirectionTest, AnAnswerWaitsForATransferAndATransferForAnAnswer) {
  qemu_.connect();
  qemu_.bulk_out(1, dln2_message(0x0101, 7));
  const auto sent = qemu_.take().value();
  EXPECT_EQ(sent.id, 1U);
  EXPECT_EQ(sent.body, bytes({1, 0, 8, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_FALSE(qemu_.take());
  qemu_.bulk_in(2);
  const auto answer = qemu_.take().value();
  EXPECT_EQ(answer.id, 2U);
  EXPECT_EQ(answer.from(10), bytes({12, 0, 1, 1, 7, 0, 1, 0, 0, 0, 32, 0}));
  qemu_.bulk_in(3);
  EXPECT_FALSE(qemu_.take());
  qemu_.bulk_out(4, dln2_message(0x0101, 8));
  EXPECT_EQ(qemu_.take().value().id, 3U);
  EXPECT_EQ(qemu_.take().value().id, 4U);
}

TEST_F(RedirectionTest, ACancelledTransferReceivesNothing) {
  qemu_.connect();
  qemu_.bulk_in(2);
  qemu_.send(wire::usb_redir_cancel_data_packet, 2, {});
  EXPECT_EQ(qemu_.take().value().at(1), wire::usb_redir_cancelled);
  qemu_.send(wire::usb_redir_cancel_data_packet, 99, {});
  EXPECT_FALSE(qemu_.take());
  qemu_.bulk_out(4, dln2_message(0x0101, 8));
  EXPECT_EQ(qemu_.take().value().id, 4U);
  EXPECT_FALSE(qemu_.take());
}

TEST_F(RedirectionTest, RefusesMoreWaitingTransfersThanItKeeps) {
  qemu_.connect();
  for (std::uint64_t id = 0; id < Redirection::kMostWaiting; ++id) qemu_.bulk_in(id);
  EXPECT_FALSE(qemu_.take());
  qemu_.bulk_in(9999);
  const auto refused = qemu_.take().value();
  EXPECT_EQ(refused.id, 9999U);
  EXPECT_EQ(refused.at(1), wire::usb_redir_inval);
}

TEST_F(RedirectionTest, RefusesTransfersOfEndpointsThatThereAreNot) {
  qemu_.connect();
  const BulkHeader bulk{.endpoint = 0x85, .length = 4};
  qemu_.send(wire::usb_redir_bulk_packet, 1, bulk.with({}, true));
  EXPECT_EQ(qemu_.take().value().at(1), wire::usb_redir_inval);
  const InterruptHeader interrupt{.endpoint = 1, .length = 1};
  qemu_.send(wire::usb_redir_interrupt_packet, 2, interrupt.with(bytes({0})));
  EXPECT_EQ(qemu_.take().value().at(1), wire::usb_redir_inval);
  qemu_.send(wire::usb_redir_start_interrupt_receiving, 3, bytes({0x81}));
  EXPECT_EQ(qemu_.take().value().body, bytes({wire::usb_redir_inval, 0x81}));
}

TEST_F(RedirectionTest, EndsAConnectionWhosePeerDoesNotSpeakTheProtocol) {
  qemu_.send(wire::usb_redir_reset, 0, {});
  EXPECT_THAT(qemu_.outcome.error().message, HasSubstr("its hello was due"));
  qemu_.connect();
  qemu_.send(wire::usb_redir_hello, 0, hello_body("again", {0xff}));
  EXPECT_THAT(qemu_.outcome.error().message, HasSubstr("no hello was due"));
  qemu_.send(77, 0, {});
  EXPECT_THAT(qemu_.outcome.error().message, HasSubstr("type 77"));
  qemu_.send(wire::usb_redir_control_packet, 0, Bytes(9));
  EXPECT_THAT(qemu_.outcome.error().message, HasSubstr("9 bytes, fewer than it needs"));
  qemu_.send(wire::usb_redir_set_configuration, 0, {});
  EXPECT_FALSE(qemu_.outcome);
}

TEST(Redirection, SendsInterruptsOnceTheGuestReceivesThem) {
  FakeLines lines(8);
  QemuSide qemu(std::make_unique<Cp2112>(lines));
  qemu.connect();
  const InterruptHeader header{.endpoint = 1, .length = 2};
  qemu.send(wire::usb_redir_interrupt_packet, 1, header.with(bytes({0x15, 1})));
  EXPECT_EQ(qemu.take().value().body, bytes({1, 0, 2, 0}));
  EXPECT_FALSE(qemu.take());
  qemu.send(wire::usb_redir_start_interrupt_receiving, 2, bytes({0x81}));
  EXPECT_EQ(qemu.take().value().body, bytes({0, 0x81}));
  const auto report = qemu.take().value();
  EXPECT_EQ(report.type, wire::usb_redir_interrupt_packet);
  EXPECT_EQ(report.body, bytes({0x81, 0, 7, 0, 0x16, 3, 0, 0, 0, 0, 0}));
  qemu.send(wire::usb_redir_stop_interrupt_receiving, 3, bytes({0x81}));
  qemu.take();
  qemu.send(wire::usb_redir_interrupt_packet, 4, header.with(bytes({0x15, 1})));
  qemu.take();
  EXPECT_FALSE(qemu.take());
}

TEST(Redirection, ReleasesAllLinesWhenItEnds) {
  FakeLines lines(32);
  QemuSide qemu(std::make_unique<Dln2>(lines));
  qemu.connect();
  qemu.send(wire::usb_redir_set_configuration, 1, bytes({1}));
  qemu.bulk_out(1, dln2_message(0x0110, 1, bytes({5, 0})));
  qemu.bulk_out(2, dln2_message(0x0113, 2, bytes({5, 0, 1})));
  EXPECT_EQ(lines.driven(5), false);
  qemu.unplug();
  EXPECT_EQ(lines.driven_count(), 0U);
  EXPECT_FALSE(lines.listened_to());
  EXPECT_FALSE(qemu.configured);
}

/// Streams of noise behind a valid hello: each ends with an error or is answered, and what the
/// device keeps is bounded.
TEST(Redirection, NoiseNeitherCrashesItNorMakesItGrow) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::minstd_rand random(seed + 1);
    const auto below = [&](unsigned end) { return static_cast<unsigned>(random()) % end; };
    FakeLines lines(seed % 2 == 0 ? 8 : 32);
    lines.keep_no_log();
    QemuSide qemu(seed % 2 == 0 ? std::unique_ptr<UsbDevice>(std::make_unique<Cp2112>(lines))
                                : std::make_unique<Dln2>(lines));
    qemu.connect();
    for (int i = 0; i < 400; ++i) {
      constexpr std::uint32_t kTypes[] = {3, 6, 7, 9, 10, 15, 16, 21, 100, 101, 103};
      Bytes body(below(40));
      for (std::byte& byte : body) byte = std::byte(below(4) == 0 ? below(256) : below(3));
      if (!body.empty() && below(2) == 0) body[0] = std::byte(below(2) == 0 ? 0x81 : 1);
      qemu.send(kTypes[below(std::size(kTypes))], below(8), body);
      lines.pulse(static_cast<std::uint16_t>(below(8)));
      while (qemu.take()) {
      }
    }
    qemu.unplug();
    EXPECT_EQ(lines.driven_count(), 0U) << "seed " << seed;
  }
}

}  // namespace
}  // namespace pinbridge::usb_redir
