#include "vhost_user/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/gpio_driver.hpp"
#include "virtio/feature_bits.hpp"

namespace pinbridge::vhost_user {
namespace {

using namespace wire;
using testing::bytes_of;
using ::testing::HasSubstr;

using Bytes = std::vector<std::byte>;

using virtio::bit;

/// A device of three queues that has nothing to do with GPIO.
class PlainDevice final : public virtio::Device {
 public:
  std::uint64_t features() const override { return bit(5); }
  unsigned queue_count() const override { return 3; }
  std::span<const std::byte> config() const override { return std::as_bytes(std::span(config_)); }
  void negotiated(std::uint64_t) override {}
  void queue_started(unsigned, virtio::Queue&) override {}
  void queue_stopping(unsigned) override {}
  Result<void> process(unsigned) override { return {}; }
  void reset() override { ++resets; }

  int resets = 0;

 private:
  std::array<char, 6> config_{'c', 'o', 'n', 'f', 'i', 'g'};
};

class NoListener final : public DriverListener {
 public:
  void driver_started(std::uint64_t) override {}
  void driver_stopped() override {}
  void driver_failed(const Error&) override {}
  void driver_over_share() override {}
  void memory_lost() override {}
};

class SessionTest : public ::testing::Test {
 protected:
  /// The reply's payload; empty for none.
  Result<Bytes> say(std::uint32_t request, const Bytes& payload = {}, bool need_reply = false) {
    Message message;
    message.header = {request, kVersion | (need_reply ? kNeedReply : 0),
                      static_cast<std::uint32_t>(payload.size())};
    std::copy(payload.begin(), payload.end(), message.payload.begin());
    const auto reply = session_.handle(message);
    if (!reply) return reply.error();
    return Bytes(reply->begin(), reply->end());
  }
  std::uint64_t number(std::uint32_t request) {
    const auto reply = say(request).value();
    std::uint64_t value = 0;
    EXPECT_EQ(reply.size(), sizeof value);
    std::memcpy(&value, reply.data(), sizeof value);
    return value;
  }
  /// What a read of the configuration space gives.
  std::string config(std::uint32_t offset, std::uint32_t size) {
    const ConfigSpace space{offset, size, 0};
    Bytes request = bytes_of(space);
    request.resize(sizeof space + size, std::byte{0xee});
    const auto reply = say(VHOST_USER_GET_CONFIG, request).value();
    EXPECT_EQ(reply.size(), request.size());
    EXPECT_TRUE(std::equal(reply.begin(), reply.begin() + sizeof space, request.begin()));
    return {reinterpret_cast<const char*>(reply.data()) + sizeof space,
            reply.size() - sizeof space};
  }
  void accept_reply_ack() {
    EXPECT_TRUE(
        say(VHOST_USER_SET_PROTOCOL_FEATURES, bytes_of(bit(VHOST_USER_PROTOCOL_F_REPLY_ACK))));
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  PlainDevice device_;
  NoListener listener_;
  Session session_{loop_, device_, listener_};
};

TEST_F(SessionTest, OffersTheDevicesFeaturesAndThoseOfModernQueues) {
  EXPECT_EQ(number(VHOST_USER_GET_FEATURES),
            bit(5) | bit(virtio::wire::VIRTIO_F_VERSION_1) | bit(virtio::wire::VIRTIO_F_EVENT_IDX) |
                bit(virtio::wire::VIRTIO_F_INDIRECT_DESC) | bit(VHOST_USER_F_PROTOCOL_FEATURES));
}

TEST_F(SessionTest, OffersWhatQemuNeedsOfTheProtocol) {
  EXPECT_EQ(number(VHOST_USER_GET_PROTOCOL_FEATURES),
            bit(VHOST_USER_PROTOCOL_F_MQ) | bit(VHOST_USER_PROTOCOL_F_REPLY_ACK) |
                bit(VHOST_USER_PROTOCOL_F_CONFIG) | bit(VHOST_USER_PROTOCOL_F_RESET_DEVICE));
  EXPECT_EQ(number(VHOST_USER_GET_QUEUE_NUM), 3U);
}

TEST_F(SessionTest, FeaturesThatWereNotOfferedAreRefused) {
  EXPECT_TRUE(say(VHOST_USER_SET_FEATURES, bytes_of(bit(5))));
  EXPECT_FALSE(say(VHOST_USER_SET_FEATURES, bytes_of(bit(6))));
  EXPECT_FALSE(say(VHOST_USER_SET_PROTOCOL_FEATURES, bytes_of(bit(15))));
}

TEST_F(SessionTest, AConfigReplyIsAsLongAsItsRequestAndZerosFollowTheSpace) {
  using namespace std::string_literals;
  EXPECT_EQ(config(0, 6), "config");
  EXPECT_EQ(config(3, 2), "fi");
  EXPECT_EQ(config(4, 4), "ig\0\0"s);
  EXPECT_EQ(config(0, 0), "");
  EXPECT_EQ(config(100, 2), "\0\0"s);
  EXPECT_EQ(config(0, 256), "config" + std::string(250, '\0'));
  EXPECT_EQ(session_.config_reads(), 6);
}

TEST_F(SessionTest, AConfigWriteChangesNothingAndEndsNothing) {
  const Bytes write = testing::bytes_of(ConfigSpace{0, 4, 0});
  EXPECT_TRUE(say(VHOST_USER_SET_CONFIG, write).value().empty());
  EXPECT_EQ(config(0, 6), "config");
  accept_reply_ack();
  EXPECT_EQ(say(VHOST_USER_SET_CONFIG, write, true).value(), bytes_of(std::uint64_t{1}));
}

TEST_F(SessionTest, AcknowledgesWhatWantsItOnceThatWasNegotiated) {
  EXPECT_TRUE(say(VHOST_USER_SET_OWNER, {}, true).value().empty());
  accept_reply_ack();
  EXPECT_TRUE(say(VHOST_USER_SET_OWNER).value().empty());
  EXPECT_EQ(say(VHOST_USER_SET_OWNER, {}, true).value(), bytes_of(std::uint64_t{0}));
  EXPECT_EQ(say(VHOST_USER_SET_FEATURES, bytes_of(bit(5)), true).value(),
            bytes_of(std::uint64_t{0}));
}

TEST_F(SessionTest, ARequestThatHasAReplyIsNotAcknowledgedOnTop) {
  accept_reply_ack();
  EXPECT_EQ(say(VHOST_USER_GET_QUEUE_NUM, {}, true).value(), bytes_of(std::uint64_t{3}));
}

TEST_F(SessionTest, AnUnknownRequestIsDeniedToOneWhoAsksAndAnErrorOtherwise) {
  accept_reply_ack();
  EXPECT_EQ(say(99, {}, true).value(), bytes_of(std::uint64_t{1}));
  EXPECT_THAT(say(99).error().message, HasSubstr("message 99, which was not offered"));
}

TEST_F(SessionTest, TheBaseOfARingThatNeverRanIsTheOneThatWasSet) {
  EXPECT_TRUE(say(VHOST_USER_SET_VRING_BASE, bytes_of(VringState{2, 65535})));
  EXPECT_EQ(say(VHOST_USER_GET_VRING_BASE, bytes_of(VringState{2, 0})).value(),
            bytes_of(VringState{2, 65535}));
}

TEST_F(SessionTest, AResetOfTheDeviceReachesIt) {
  EXPECT_TRUE(say(VHOST_USER_RESET_DEVICE));
  EXPECT_EQ(device_.resets, 1);
}

}  // namespace
}  // namespace pinbridge::vhost_user
