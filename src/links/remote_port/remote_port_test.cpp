#include "links/remote_port/remote_port.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "links/remote_port/testing/xilinx_qemu.hpp"

namespace pinbridge::remote_port {
namespace {

using pinbridge::testing::FakeLines;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Sent;
using ::testing::SizeIs;
using testing::XilinxQemu;

/// Lines of a ZynqMP.
constexpr std::uint16_t kMio = 7;
constexpr std::uint16_t kEmio0 = 78;
constexpr std::uint16_t kEmio1 = 110;
constexpr std::uint16_t kInterrupts = 174;

class RemotePortTest : public ::testing::Test {
 protected:
  RemotePortTest() {
    for (std::uint16_t i = 0; i < kZynqMp.lines; ++i) lines_.unwired.insert(i);
    for (const std::uint16_t line : {kMio, kEmio0, kEmio1, kInterrupts}) lines_.unwired.erase(line);
    qemu_.emplace(lines_);
  }

  FakeLines lines_{190};
  std::optional<XilinxQemu> qemu_;
};

TEST_F(RemotePortTest, SaysHelloAtOnceAndNothingElseBeforeTheMachineRuns) {
  lines_.put(kEmio0, true);
  auto sent = qemu_->received();
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].header.command, wire::RP_CMD_hello);
  EXPECT_TRUE(Hello::read(sent[0].body).value().has_posted_wires);
  EXPECT_FALSE(lines_.connected);
  EXPECT_TRUE(qemu_->say_hello());
  EXPECT_TRUE(lines_.connected);
  lines_.put(kEmio1, true);
  EXPECT_THAT(qemu_->received(), IsEmpty());
  qemu_->sync();
  EXPECT_THAT(qemu_->inputs(), ElementsAre("19:7=0", "16:0=1", "17:0=1", "12:0=0"));
}

TEST_F(RemotePortTest, AnswersEachSyncWithItsIdAndTime) {
  qemu_->start();
  qemu_->sync(901);
  const auto sent = qemu_->received();
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].header.command, wire::RP_CMD_sync);
  EXPECT_EQ(sent[0].header.id, 901U);
  EXPECT_EQ(sent[0].header.flags, wire::RP_PKT_FLAGS_response);
  EXPECT_EQ(BigEndianReader(sent[0].body).u64(), 1000U);
}

TEST_F(RemotePortTest, LevelsBeforeTheHelloAreTakenAndNotAnswered) {
  qemu_->received();
  for (std::uint32_t line = 32; line < 38; ++line) qemu_->set_wire(20, line, true, 0);
  EXPECT_THAT(qemu_->received(), IsEmpty());
  EXPECT_EQ(lines_.driven(32), true);
  EXPECT_EQ(lines_.driven(37), true);
  EXPECT_EQ(lines_.driven_count(), 6U);
}

TEST_F(RemotePortTest, AnEmioLineIsAnOutputWhileItIsEnabled) {
  qemu_->start();
  qemu_->set_wire(16, 0, true);
  EXPECT_EQ(lines_.driven(kEmio0), std::nullopt);
  qemu_->set_wire(16, 32, true);
  EXPECT_EQ(lines_.driven(kEmio0), true);
  qemu_->set_wire(16, 0, false);
  EXPECT_EQ(lines_.driven(kEmio0), false);
  lines_.put(kEmio0, true);  // a conflict
  EXPECT_THAT(qemu_->inputs(), IsEmpty()) << "it is an output";
  qemu_->set_wire(16, 32, false);
  EXPECT_EQ(lines_.driven(kEmio0), std::nullopt);
  EXPECT_THAT(qemu_->inputs(), ElementsAre("16:0=1"));
}

TEST_F(RemotePortTest, AMioLineIsAnOutputFromItsFirstLevelOn) {
  qemu_->start();
  qemu_->set_wire(20, kMio, true);
  qemu_->set_wire(20, kMio, false);
  EXPECT_THAT(lines_.take_log(), ElementsAre("7=high", "7=low"));
}

TEST_F(RemotePortTest, SendsWiredInputsWhenTheyChangeAndPosted) {
  qemu_->start();
  lines_.put(kEmio1, true);
  lines_.put(kInterrupts, true);
  lines_.put(3, true);
  const auto sent = qemu_->received();
  ASSERT_THAT(sent, SizeIs(2)) << "line 3 is not wired";
  EXPECT_EQ(sent[0].header.device, 17U);
  EXPECT_EQ(sent[0].header.flags, wire::RP_PKT_FLAGS_posted);
  EXPECT_EQ(Interrupt::read(sent[0].body).value().time, 1000U);
  EXPECT_EQ(sent[1].header.device, 12U);
}

TEST_F(RemotePortTest, AFloatingInputKeepsItsLevelInQemu) {
  lines_.floating.insert(kEmio0);
  qemu_->start();
  lines_.put(kEmio0, true);
  EXPECT_THAT(qemu_->inputs(), IsEmpty());
  lines_.floating.clear();
  lines_.put(kEmio0, false);
  EXPECT_THAT(qemu_->inputs(), ElementsAre("16:0=0"));
}

TEST_F(RemotePortTest, EchoesALevelThatIsNotPosted) {
  qemu_->start();
  qemu_->set_wire(16, 32, true, 0);
  const auto sent = qemu_->received();
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].header.id, 77U);
  EXPECT_EQ(sent[0].header.device, 16U);
  EXPECT_EQ(sent[0].header.flags, wire::RP_PKT_FLAGS_response);
  EXPECT_EQ(Interrupt::read(sent[0].body).value().line, 32U);
}

TEST_F(RemotePortTest, APeerWithoutPostedWiresIsNotAnswered) {
  EXPECT_TRUE(qemu_->say_hello(false));
  qemu_->sync();
  qemu_->received();
  qemu_->set_wire(16, 32, true, 0);
  EXPECT_THAT(qemu_->received(), IsEmpty());
}

TEST_F(RemotePortTest, WiresThatTheBoardDoesNotHaveAreIgnored) {
  qemu_->start();
  for (const std::uint32_t device : {0U, 13U, 14U, 19U, 255U, 0xffffffffU}) {
    qemu_->set_wire(device, 1, true);
  }
  for (const std::uint32_t wire : {64U, 78U, 0x7fffffffU, 0xffffffffU}) {
    qemu_->set_wire(16, wire, true);
    qemu_->set_wire(20, wire, true);
  }
  EXPECT_EQ(lines_.driven(64), true) << "MIO 64";
  EXPECT_EQ(lines_.driven_count(), 1U);
  EXPECT_THAT(qemu_->received(), IsEmpty());
}

TEST_F(RemotePortTest, AnAccessToThePlIsAnErrorForTheGuestAndDoesNotHang) {
  const pinbridge::testing::LogCapture log;
  qemu_->start();
  const BusAccess access{.attributes = 2, .address = 0xa0000000, .length = 8, .width = 8};
  for (const std::uint32_t command : {wire::RP_CMD_read, wire::RP_CMD_write}) {
    EXPECT_TRUE(qemu_->send({.command = command, .id = 3, .device = 9}, access.body()));
    const auto sent = qemu_->received();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].header.command, command);
    EXPECT_EQ(sent[0].header.id, 3U);
    EXPECT_EQ(sent[0].header.device, 9U);
    EXPECT_EQ(BusAccess::read(sent[0].body).value().attributes, 0x202U);
    EXPECT_EQ(sent[0].body.size(), command == wire::RP_CMD_read ? 46U : 38U);
  }
  EXPECT_THAT(log.warnings("accesses address 0xa0000000 in the PL"), SizeIs(1));
}

TEST_F(RemotePortTest, TheResponseToTheLongestReadFitsAPacket) {
  qemu_->start();
  BusAccess access{.length = static_cast<std::uint32_t>(BusAccess::kMostData), .width = 8};
  const Header read{.command = wire::RP_CMD_read, .id = 3, .device = 9};
  EXPECT_TRUE(qemu_->send(read, access.body()));
  const auto sent = qemu_->received();
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_THAT(sent[0].body, SizeIs(PacketReader::kLongestBody));
  ++access.length;
  EXPECT_FALSE(qemu_->send(read, access.body()));
}

TEST_F(RemotePortTest, WhenQemuDoesNotRespondTheNewestLevelsWait) {
  qemu_->start();
  std::vector<Sent> all;
  for (int i = 0; i < 2000; ++i) {
    lines_.pulse(kEmio0);
    for (Sent& sent : qemu_->received()) all.push_back(std::move(sent));
  }
  EXPECT_THAT(all, SizeIs(RemotePort::kMostAhead));
  const auto asks = std::ranges::count_if(all, [](const Sent& s) { return s.header.flags == 0; });
  EXPECT_EQ(asks, 1) << "a response shows that QEMU took them";
  lines_.put(kEmio0, true);
  EXPECT_EQ(lines_.merged[kEmio0], 4000 - RemotePort::kMostAhead);
  EXPECT_TRUE(qemu_->send(
      {.command = wire::RP_CMD_interrupt, .flags = wire::RP_PKT_FLAGS_response, .device = 16},
      Interrupt{}.body()));
  EXPECT_THAT(qemu_->inputs(), ElementsAre("16:0=1"));
}

TEST_F(RemotePortTest, ReleasesItsLinesAtTheEnd) {
  qemu_->start();
  qemu_->set_wire(16, 32, true);
  qemu_->set_wire(20, 1, true);
  qemu_->leave();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.connected);
  EXPECT_FALSE(lines_.listened_to());
}

TEST_F(RemotePortTest, WhatIsNotRemotePortEndsTheConnection) {
  EXPECT_THAT(qemu_->say_hello(true, 5).error().message, HasSubstr("version 5.3"));
  for (const std::uint32_t command :
       {wire::RP_CMD_hello, wire::RP_CMD_interrupt, wire::RP_CMD_read}) {
    EXPECT_FALSE(qemu_->send({.command = command}, {})) << command;
  }
  const std::string http = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_FALSE(XilinxQemu(lines_).session().receive(std::as_bytes(std::span(http))));
  for (const std::uint32_t command : {0U, 2U, 7U, 8U, 99U}) {
    EXPECT_TRUE(qemu_->send({.command = command}, {})) << "of later versions";
  }
}

TEST(RemotePortOfZynq7000, HasInterruptsAndWires) {
  FakeLines lines(37);
  XilinxQemu qemu(lines, kZynq7000);
  qemu.start();
  lines.put(19, true);
  EXPECT_THAT(qemu.inputs(), ElementsAre("9:19=1"));
  qemu.set_wire(10, 16, true);
  EXPECT_EQ(lines.driven(36), true);
  lines.put(30, true);
  EXPECT_THAT(qemu.inputs(), IsEmpty()) << "no input of the guest";
}

}  // namespace
}  // namespace pinbridge::remote_port
