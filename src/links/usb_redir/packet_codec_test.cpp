#include "links/usb_redir/packet_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/usb_redir/testing/qemu_side.hpp"

namespace pinbridge::usb_redir {
namespace {

using testing::bytes;
using ::testing::HasSubstr;

TEST(PacketReader, ReadsAPacketWhoseBytesComeOneByOne) {
  // set_configuration 1, with the id 7.
  const Bytes stream = bytes({6, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 1});
  PacketReader reader;
  for (std::size_t i = 0; i + 1 < stream.size(); ++i) {
    reader.append(std::span(stream).subspan(i, 1));
    EXPECT_FALSE(reader.next().value()) << i;
  }
  reader.append(std::span(stream).last(1));
  const auto packet = reader.next().value();
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->type, wire::usb_redir_set_configuration);
  EXPECT_EQ(packet->id, 7U);
  EXPECT_EQ(Bytes(packet->body.begin(), packet->body.end()), bytes({1}));
  EXPECT_FALSE(reader.next().value());
}

TEST(PacketReader, ReadsSeveralPacketsOfOneRead) {
  PacketReader reader;
  reader.append(bytes({3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0}));
  EXPECT_EQ(reader.next().value()->type, wire::usb_redir_reset);
  EXPECT_EQ(reader.next().value()->type, wire::usb_redir_get_configuration);
  EXPECT_FALSE(reader.next().value());
}

TEST(PacketReader, ReadsLongIdsButNotInAHello) {
  PacketReader reader;
  reader.use_long_ids();
  reader.append(bytes({0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 5}));
  reader.append(bytes({3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80}));
  EXPECT_EQ(reader.next().value()->id, 9U);
  EXPECT_EQ(reader.next().value()->id, 0x8000'0000'0000'0001U);
}

TEST(PacketReader, RefusesABodyThatIsTooLongBeforeItCame) {
  PacketReader reader;
  reader.append(bytes({101, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0}));
  EXPECT_THAT(reader.next().error().message, HasSubstr("131073 bytes"));
}

TEST(PacketCodec, WritesAControlTransferAsTheSpecificationHasIt) {
  const ControlHeader header{.endpoint = 0x80,
                             .request = 6,
                             .request_type = 0x80,
                             .status = 0,
                             .value = 0x0100,
                             .index = 0x0409,
                             .length = 2};
  Bytes packet;
  write_packet(packet, wire::usb_redir_control_packet, 0x11, header.with(bytes({0xaa, 0xbb})),
               true);
  EXPECT_EQ(packet, bytes({100, 0, 0,    0, 12,   0, 0, 0, 0x11, 0, 0, 0, 0,    0,
                           0,   0, 0x80, 6, 0x80, 0, 0, 1, 9,    4, 2, 0, 0xaa, 0xbb}));
}

TEST(PacketCodec, WritesTheHighHalfOfABulkLengthIfBothSidesHaveIt) {
  const BulkHeader header{.endpoint = 0x81, .status = 4, .length = 0x12345, .stream = 0};
  EXPECT_EQ(header.with({}, true), bytes({0x81, 4, 0x45, 0x23, 0, 0, 0, 0, 1, 0}));
  EXPECT_EQ(header.with({}, false), bytes({0x81, 4, 0x45, 0x23, 0, 0, 0, 0}));
}

TEST(PacketCodec, AHelloHasAVersionOf64BytesAndCapabilities) {
  const Bytes body = hello_body("pinbridge", {0x72});
  ASSERT_EQ(body.size(), 68U);
  EXPECT_EQ(body[0], std::byte{'p'});
  EXPECT_EQ(body[9], std::byte{0});
  EXPECT_EQ(read_hello(body).value().bits, 0x72U);
  EXPECT_EQ(read_hello(std::span(body).first(64)).value().bits, 0U) << "of the first version";
  EXPECT_FALSE(read_hello(std::span(body).first(63)));
  EXPECT_EQ(hello_body(std::string(100, 'x'), {})[63], std::byte{0});
}

}  // namespace
}  // namespace pinbridge::usb_redir
