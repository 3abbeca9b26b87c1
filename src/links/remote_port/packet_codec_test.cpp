#include "links/remote_port/packet_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/remote_port/remote_port_wire.hpp"

namespace pinbridge::remote_port {
namespace {

using ::testing::HasSubstr;

Bytes bytes(std::initializer_list<int> values) {
  Bytes all;
  for (const int value : values) all.push_back(static_cast<std::byte>(value));
  return all;
}

/// QEMU's, as it was seen: version 4.3 with the capabilities 1 to 4.
const Bytes kHelloOfQemu =
    bytes({0, 4, 0, 3, 0, 0, 0, 32, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4});

TEST(RemotePortPackets, AreReadFromSingleBytes) {
  const Bytes sync = bytes({0, 0, 0, 6, 0, 0, 0, 2, 0, 0, 1, 2, 0, 0, 0, 4, 0, 0, 0, 9, 7, 8});
  PacketReader reader;
  for (std::size_t i = 0; i + 1 < sync.size(); ++i) {
    reader.append(std::span(sync).subspan(i, 1));
    EXPECT_FALSE(reader.next().value()) << i;
  }
  reader.append(std::span(sync).last(1));
  const auto packet = reader.next().value();
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header.command, wire::RP_CMD_sync);
  EXPECT_EQ(packet->header.id, 0x102U);
  EXPECT_TRUE(packet->header.has(wire::RP_PKT_FLAGS_posted));
  EXPECT_EQ(packet->header.device, 9U);
  EXPECT_EQ(Bytes(packet->body.begin(), packet->body.end()), bytes({7, 8}));
  EXPECT_EQ(make_packet(packet->header, packet->body), sync);
}

TEST(RemotePortPackets, ThatAreTooLongAreRefusedBeforeTheirBodyCame) {
  PacketReader reader;
  reader.append(bytes({0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_THAT(reader.next().error().message, HasSubstr("4294967295 bytes"));
}

TEST(RemotePortPackets, AHelloHasItsCapabilitiesAtAnOffset) {
  const auto hello = Hello::read(kHelloOfQemu).value();
  EXPECT_EQ(hello.major, 4);
  EXPECT_EQ(hello.minor, 3);
  EXPECT_TRUE(hello.has_posted_wires);
  EXPECT_FALSE(Hello::read(std::span(kHelloOfQemu).first(11)));
  EXPECT_FALSE(Hello::read(std::span(kHelloOfQemu).first(27))) << "the last capability is cut";
  Bytes without = kHelloOfQemu;
  without[9] = std::byte{0};
  EXPECT_FALSE(Hello::read(without).value().has_posted_wires);
  for (const int offset : {0, 19, 0x7f}) {
    Bytes outside = kHelloOfQemu;
    outside[7] = static_cast<std::byte>(offset);
    EXPECT_FALSE(Hello::read(outside)) << offset;
  }
}

TEST(RemotePortPackets, OurHelloOnlyHasPostedWires) {
  const Hello hello{.major = 4, .minor = 3, .has_posted_wires = true};
  EXPECT_EQ(hello.body(), bytes({0, 4, 0, 3, 0, 0, 0, 32, 0, 1, 0, 0, 0, 0, 0, 3}));
}

TEST(RemotePortPackets, AnInterruptHasALineAndALevel) {
  const Interrupt interrupt{.time = 0x1234, .line = 37, .level = true};
  const Bytes body = interrupt.body();
  EXPECT_EQ(body, bytes({0, 0, 0, 0, 0, 0, 0x12, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 37, 1}));
  EXPECT_EQ(Interrupt::read(body).value().time, 0x1234U);
  EXPECT_EQ(Interrupt::read(body).value().line, 37U);
  EXPECT_TRUE(Interrupt::read(body).value().level);
  EXPECT_FALSE(Interrupt::read(std::span(body).first(20)));
}

TEST(RemotePortPackets, AnAccessToMemoryIsLimited) {
  BusAccess access{.address = 0xa0000000, .length = 4, .width = 4, .stream_width = 4, .master = 2};
  EXPECT_EQ(access.body().size(), wire::kBusAccessSize);
  EXPECT_EQ(BusAccess::read(access.body()).value().address, 0xa0000000U);
  Bytes cut = access.body();
  cut.pop_back();
  EXPECT_FALSE(BusAccess::read(cut));
  access.length = 0xffffffff;
  EXPECT_THAT(BusAccess::read(access.body()).error().message, HasSubstr("4294967295 bytes"));
}

}  // namespace
}  // namespace pinbridge::remote_port
