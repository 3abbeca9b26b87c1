// Front ends that send nonsense, over a real socket.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/hostile_test.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace vhost_user::wire;
using testing::Bytes;
using testing::bytes_of;
using ::testing::IsEmpty;
using testing::Qemu;

class HostileMessages : public testing::HostileTest {};

TEST_F(HostileMessages, APayloadOfTheWrongSizeEndsTheConnection) {
  for (const std::uint32_t request :
       {VHOST_USER_SET_FEATURES, VHOST_USER_SET_PROTOCOL_FEATURES, VHOST_USER_SET_VRING_NUM,
        VHOST_USER_SET_VRING_BASE, VHOST_USER_SET_VRING_ADDR, VHOST_USER_GET_VRING_BASE,
        VHOST_USER_SET_VRING_ENABLE, VHOST_USER_SET_VRING_KICK, VHOST_USER_SET_VRING_CALL,
        VHOST_USER_SET_VRING_ERR, VHOST_USER_SET_MEM_TABLE, VHOST_USER_GET_CONFIG}) {
    for (const std::size_t size : {0, 7, 9, 512}) {
      ends(vhost_user::request_name(request) + " ",
           [&](Qemu& qemu) { qemu.front_end.send(request, Bytes(size)); });
    }
  }
}

TEST_F(HostileMessages, APayloadThatClaimsMoreThanAnyNeedsEndsTheConnection) {
  for (const std::uint32_t size : {513U, 0x10000U, 0xffffffffU, 0xfffffff4U}) {
    ends("bytes, where 512 are the most", [&](Qemu& qemu) {
      qemu.front_end.send_raw(bytes_of(Header{VHOST_USER_SET_FEATURES, kVersion, size}));
    });
  }
}

TEST_F(HostileMessages, WrongFlagsEndTheConnection) {
  for (const std::uint32_t flags : {0U, 2U, 3U, 5U, 0x11U, 0x80000001U, 0xffffffffU}) {
    ends("where version 1 is right",
         [&](Qemu& qemu) { qemu.front_end.send(VHOST_USER_GET_FEATURES, Bytes(), {}, flags); });
  }
}

TEST_F(HostileMessages, AnUnknownRequestEndsTheConnection) {
  for (const std::uint32_t request : {0U, 6U, 7U, 19U, 23U, 33U, 99U, 0xffffffffU}) {
    ends(vhost_user::request_name(request) + ", which was not offered",
         [&](Qemu& qemu) { qemu.front_end.send(request, Bytes(8)); });
  }
}

TEST_F(HostileMessages, AnUnknownRequestWithNeedReplyIsDeniedAndTheConnectionIsKept) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  for (const std::uint32_t request : {0U, 6U, 33U, 0xffffffffU}) {
    qemu.front_end.send(request, Bytes(8), {}, kVersion | kNeedReply);
    EXPECT_EQ(qemu.front_end.receive_as<std::uint64_t>(request), 1U);
  }
  EXPECT_TRUE(qemu.front_end.is_served());
}

TEST_F(HostileMessages, AMessageThatIsCutShortEndsTheConnection) {
  const Bytes message = testing::frame(VHOST_USER_SET_FEATURES, Bytes(8));
  for (std::size_t size = 1; size < message.size(); ++size) {
    ends("a message that ends after " + std::to_string(size), [&](Qemu& qemu) {
      qemu.front_end.send_raw({message.begin(), message.begin() + static_cast<long>(size)});
      ::shutdown(qemu.front_end.socket(), SHUT_WR);
    });
  }
}

TEST_F(HostileMessages, AMessageByteByByteIsAMessage) {
  Qemu qemu(loop_, socket());
  qemu.realize();
  qemu.send_features(Qemu::kAll);
  const Bytes table = testing::join(bytes_of(MemoryRegions{1, 0}), bytes_of(qemu.ram.region()));
  bool first = true;
  for (const std::byte byte : testing::frame(VHOST_USER_SET_MEM_TABLE, table)) {
    // The descriptor comes with the first byte.
    first ? qemu.front_end.send_raw({byte}, {qemu.ram.fd()}) : qemu.front_end.send_raw({byte});
    first = false;
    testing::settle(loop_);
  }
  for (unsigned i = 0; i < 2; ++i) qemu.send_ring(i);
  for (unsigned i = 0; i < 2; ++i) qemu.enable(i, 1);
  EXPECT_EQ(qemu.ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 0");
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(HostileMessages, ManyMessagesAtOnceAreEachAnswered) {
  Qemu qemu(loop_, socket());
  Bytes many;
  for (int i = 0; i < 100; ++i) {
    many = testing::join(std::move(many), testing::frame(VHOST_USER_GET_FEATURES, Bytes()));
  }
  qemu.front_end.send_raw(many);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(qemu.front_end.receive_as<std::uint64_t>(VHOST_USER_GET_FEATURES), Qemu::kAll);
  }
}

TEST_F(HostileMessages, DescriptorsThatDoNotBelongToAMessageEndTheConnection) {
  ends("GET_FEATURES with 1 descriptors",
       [](Qemu& qemu) { qemu.front_end.send(VHOST_USER_GET_FEATURES, Bytes(), {qemu.ram.fd()}); });
  ends("SET_VRING_KICK with 2 descriptors", [](Qemu& qemu) {
    const int fd = qemu.queues[0].kick.get();
    qemu.front_end.send(VHOST_USER_SET_VRING_KICK, std::uint64_t{0}, {fd, fd});
  });
  ends("a message with more than 8 descriptors", [](Qemu& qemu) {
    const int fd = qemu.ram.fd();
    qemu.front_end.send(VHOST_USER_SET_MEM_TABLE, Bytes(8), {fd, fd, fd, fd, fd, fd, fd, fd, fd});
  });
  ends("a message with more than 8 descriptors", [](Qemu& qemu) {
    const int fd = qemu.ram.fd();
    for (int i = 0; i < 9; ++i) qemu.front_end.send_raw(Bytes(1, std::byte{1}), {fd});
  });
}

TEST_F(HostileMessages, AMissingOrAnExtraEventfdEndsTheConnection) {
  for (const std::uint32_t request :
       {VHOST_USER_SET_VRING_KICK, VHOST_USER_SET_VRING_CALL, VHOST_USER_SET_VRING_ERR}) {
    ends("that announces one descriptor and brings 0",
         [&](Qemu& qemu) { qemu.front_end.send(request, std::uint64_t{0}); });
    ends("that announces no descriptor and brings 1", [&](Qemu& qemu) {
      qemu.front_end.send(request, kVringNoFd, {qemu.queues[0].kick.get()});
    });
  }
  ends("queues are not polled for ever",
       [](Qemu& qemu) { qemu.front_end.send(VHOST_USER_SET_VRING_KICK, kVringNoFd); });
}

TEST_F(HostileMessages, AKickThatIsNotAnEventfdEndsTheConnection) {
  int pipe[2];
  ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
  const UniqueFd read_end(pipe[0]);
  const UniqueFd write_end(pipe[1]);
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const std::uint32_t request :
       {VHOST_USER_SET_VRING_KICK, VHOST_USER_SET_VRING_CALL, VHOST_USER_SET_VRING_ERR}) {
    for (const int fd : {read_end.get(), write_end.get(), null.get()}) {
      ends("that is not an eventfd",
           [&](Qemu& qemu) { qemu.front_end.send(request, std::uint64_t{0}, {fd}); });
    }
    ends("that is not an eventfd",
         [&](Qemu& qemu) { qemu.front_end.send(request, std::uint64_t{0}, {qemu.ram.fd()}); });
    ends("that is not an eventfd", [&](Qemu& qemu) {
      qemu.front_end.send(request, std::uint64_t{0}, {qemu.front_end.socket()});
    });
  }
}

TEST_F(HostileMessages, AQueueThatDoesNotExistEndsTheConnection) {
  for (const std::uint32_t request : {VHOST_USER_SET_VRING_NUM, VHOST_USER_SET_VRING_BASE,
                                      VHOST_USER_GET_VRING_BASE, VHOST_USER_SET_VRING_ENABLE}) {
    for (const std::uint32_t index : {2U, 255U, 256U, 0xffffffffU}) {
      ends("where there are 2",
           [&](Qemu& qemu) { qemu.front_end.send(request, VringState{index, 1}); });
    }
  }
  ends("where there are 2", [](Qemu& qemu) {
    qemu.front_end.send(VHOST_USER_SET_VRING_ADDR, VringAddress{.index = 2});
  });
  for (const std::uint32_t request :
       {VHOST_USER_SET_VRING_KICK, VHOST_USER_SET_VRING_CALL, VHOST_USER_SET_VRING_ERR}) {
    ends("where there are 2", [&](Qemu& qemu) {
      qemu.front_end.send(request, std::uint64_t{2}, {qemu.queues[0].kick.get()});
    });
  }
}

TEST_F(HostileMessages, RingValuesOutOfRangeEndTheConnection) {
  for (const std::uint32_t size : {0U, 3U, 65535U, 65536U, 0x80000000U}) {
    ends("where a power of two up to 1024 is right",
         [&](Qemu& qemu) { qemu.front_end.send(VHOST_USER_SET_VRING_NUM, VringState{0, size}); });
  }
  ends("where 65535 is the most",
       [](Qemu& qemu) { qemu.front_end.send(VHOST_USER_SET_VRING_BASE, VringState{0, 65536}); });
  ends("where 0 or 1 is right", [](Qemu& qemu) { qemu.enable(0, 2); });
}

TEST_F(HostileMessages, FeaturesThatWereNotOfferedEndTheConnection) {
  for (const int number : {1, 24, 34, 63}) {
    ends("SET_FEATURES with", [&](Qemu& qemu) {
      qemu.front_end.send(VHOST_USER_SET_FEATURES, Qemu::kAll | testing::bit(number));
    });
  }
  for (const int number : {1, 15, 63}) {
    ends("SET_PROTOCOL_FEATURES with", [&](Qemu& qemu) {
      qemu.front_end.send(VHOST_USER_SET_PROTOCOL_FEATURES, testing::bit(number));
    });
  }
}

TEST_F(HostileMessages, AConfigReadBeyondAnySpaceEndsTheConnection) {
  const auto read = [this](ConfigSpace space, std::size_t size) {
    ends("GET_CONFIG of", [&](Qemu& qemu) {
      qemu.front_end.send(VHOST_USER_GET_CONFIG, testing::join(bytes_of(space), Bytes(size)));
    });
  };
  read({.offset = 0, .size = 257, .flags = 0}, 257);
  read({.offset = 250, .size = 8, .flags = 0}, 8);
  read({.offset = 0xffffffff, .size = 8, .flags = 0}, 8);
  read({.offset = 0, .size = 8, .flags = 0}, 7);
  read({.offset = 0, .size = 0xfffffff4, .flags = 0}, 0);
}

TEST_F(HostileMessages, AFrontEndThatReadsNoRepliesHoldsUpOnlyItself) {
  auto qemu = std::make_unique<Qemu>(loop_, socket());
  std::size_t sent = 0;
  // Until both directions are full: then no request is read any more.
  for (int refused = 0; refused < 50;) {
    qemu->front_end.send(VHOST_USER_GET_FEATURES, Bytes()) ? static_cast<void>(++sent)
                                                           : static_cast<void>(++refused);
    testing::settle(loop_);
    ASSERT_LT(sent, 1'000'000U);
  }
  EXPECT_EQ(bystander_.ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_GET_DIRECTION, 1), "OK 1");
  for (std::size_t i = 0; i < sent; ++i) {
    ASSERT_EQ(qemu->front_end.receive_as<std::uint64_t>(VHOST_USER_GET_FEATURES), Qemu::kAll);
  }
  // And one that leaves instead of reading.
  while (qemu->front_end.send(VHOST_USER_GET_FEATURES, Bytes())) testing::settle(loop_);
  qemu.reset();
  EXPECT_TRUE(until([this] { return log_.lines("QEMU has disconnected").size() == 1; }));
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
