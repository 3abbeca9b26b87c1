#include "vhost_user/message_reader.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/closer.hpp"
#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"
#include "links/virtio_gpio/testing/front_end.hpp"
#include "loop/unix_socket.hpp"

namespace pinbridge::vhost_user {
namespace {

using testing::Bytes;
using ::testing::HasSubstr;
using Progress = MessageReader::Progress;

/// The kernel's limit for one message.
constexpr std::size_t kMaxReceived = 253;

constexpr std::uint32_t kRequest = wire::VHOST_USER_SET_FEATURES;

class MessageReaderTest : public ::testing::Test {
 protected:
  MessageReaderTest() {
    int pair[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    ours_.reset(pair[0]);
    theirs_.reset(pair[1]);
  }
  void send(const Bytes& bytes, const std::vector<int>& fds = {}) {
    ASSERT_TRUE(testing::send_bytes(theirs_.get(), bytes, fds));
  }
  Progress read() { return reader_.read(ours_.get()).value(); }
  std::string error() {
    const auto progress = reader_.read(ours_.get());
    return progress ? "none" : progress.error().message;
  }

  UniqueFd ours_;
  UniqueFd theirs_;
  MessageReader reader_;
};

TEST_F(MessageReaderTest, WithoutAnythingToReadItWaits) {
  EXPECT_EQ(read(), Progress::waiting);
}

TEST_F(MessageReaderTest, AMessageComesWithItsPayloadAndDescriptors) {
  send(testing::frame(kRequest, Bytes(8, std::byte{7})), {ours_.get(), theirs_.get()});
  ASSERT_EQ(read(), Progress::message);
  const Message message = reader_.take();
  EXPECT_EQ(message.header.request, kRequest);
  EXPECT_EQ(message.bytes().size(), 8U);
  EXPECT_EQ(message.bytes()[7], std::byte{7});
  ASSERT_EQ(message.fds.size(), 2U);
  EXPECT_NE(message.fds[0].get(), ours_.get());
  EXPECT_FALSE(message.needs_reply());
  EXPECT_EQ(read(), Progress::waiting);
}

TEST_F(MessageReaderTest, DescriptorsThatAreTooManyAreNotClosedWhereTheyAreRead) {
  testing::BlockedCloser blocked(closer());
  testing::LingeringSocket lingering;
  testing::UnixPair pair;
  lingering.pass_over(pair.far.get());
  std::vector<int> fds(kMaxReceived, ours_.get());
  fds.back() = pair.near.get();
  send(testing::frame(kRequest, Bytes(8)), fds);
  pair.near.reset();
  EXPECT_THAT(error(), HasSubstr("more than 8 descriptors"));
  reader_.take();
  EXPECT_EQ(closer().waiting(), 1 + kMaxReceived);
}

TEST_F(MessageReaderTest, DescriptorsOutOfBandAreNotClosedWhereTheyAreRead) {
  testing::BlockedCloser blocked(closer());
  testing::LingeringSocket lingering;
  testing::UnixPair pair;
  lingering.pass_over(pair.far.get());
  boost::asio::io_context io;
  UnixSocket ours(UnixSocket::Base(io, UnixSocket::protocol_type(), ours_.release()));
  EXPECT_GT(testing::send_fd(theirs_.get(), pair.near.get(), MSG_OOB), 0);
  pair.near.reset();
  EXPECT_TRUE(reader_.read(ours.native_handle()));
  reader_.take();
  EXPECT_EQ(closer().waiting(), 1 + 1U);
}

TEST_F(MessageReaderTest, NoMoreDescriptorsAreTakenWhileManyWaitToBeClosed) {
  testing::BlockedCloser blocked(closer());
  while (!closer().is_full()) closer().close(::dup(ours_.get()));
  send(testing::frame(1, Bytes(8)));
  EXPECT_EQ(read(), Progress::message);
  reader_.take();
  send(testing::frame(2, Bytes(8)), {theirs_.get()});
  EXPECT_THAT(error(), HasSubstr("wait to be closed"));
  blocked.end();
  while (closer().is_full()) std::this_thread::yield();
  EXPECT_EQ(read(), Progress::message);
}

TEST_F(MessageReaderTest, AMessageMayHaveNoPayloadOrTheMostThereIs) {
  send(testing::frame(kRequest, Bytes()));
  ASSERT_EQ(read(), Progress::message);
  EXPECT_TRUE(reader_.take().bytes().empty());
  send(testing::frame(kRequest, Bytes(kMaxPayload)));
  ASSERT_EQ(read(), Progress::message);
  EXPECT_EQ(reader_.take().bytes().size(), kMaxPayload);
}

TEST_F(MessageReaderTest, MessagesThatComeTogetherAreRead1By1) {
  send(testing::join(testing::frame(1, Bytes(3)), testing::frame(2, Bytes(5))));
  ASSERT_EQ(read(), Progress::message);
  EXPECT_EQ(reader_.take().header.request, 1U);
  ASSERT_EQ(read(), Progress::message);
  EXPECT_EQ(reader_.take().header.request, 2U);
}

TEST_F(MessageReaderTest, AMessageMayBeCutAnywhere) {
  const Bytes whole = testing::frame(kRequest, Bytes(8));
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(cut);
    send({whole.begin(), middle});
    ASSERT_EQ(read(), Progress::waiting) << cut;
    send({middle, whole.end()}, {ours_.get()});
    ASSERT_EQ(read(), Progress::message) << cut;
    EXPECT_EQ(reader_.take().fds.size(), 1U) << "those of the second part too";
  }
}

TEST_F(MessageReaderTest, DescriptorsOfOneMessageAreNotThoseOfTheNext) {
  send(testing::frame(1, Bytes(8)), {ours_.get()});
  send(testing::frame(2, Bytes(8)));
  ASSERT_EQ(read(), Progress::message);
  EXPECT_EQ(reader_.take().fds.size(), 1U);
  ASSERT_EQ(read(), Progress::message);
  EXPECT_TRUE(reader_.take().fds.empty());
}

TEST_F(MessageReaderTest, ThePeersEndBetweenMessagesIsNoError) {
  send(testing::frame(kRequest, Bytes(8)));
  theirs_.reset();
  ASSERT_EQ(read(), Progress::message);
  reader_.take();
  EXPECT_EQ(read(), Progress::closed);
}

TEST_F(MessageReaderTest, ThePeersEndWithinAMessageIsOne) {
  send(Bytes(5));
  theirs_.reset();
  EXPECT_THAT(error(), HasSubstr("ends after 5 bytes"));
}

TEST_F(MessageReaderTest, OnlyVersion1AndNeedReplyAreFlags) {
  send(testing::frame(kRequest, Bytes(), wire::kVersion | wire::kNeedReply));
  ASSERT_EQ(read(), Progress::message);
  EXPECT_TRUE(reader_.take().needs_reply());
  send(testing::frame(kRequest, Bytes(), wire::kVersion | wire::kReply));
  EXPECT_THAT(error(), HasSubstr("SET_FEATURES with flags 0x5"));
}

TEST_F(MessageReaderTest, APayloadTooLongIsAnErrorBeforeAnyOfItCame) {
  send(testing::bytes_of(wire::Header{kRequest, wire::kVersion, kMaxPayload + 1}));
  EXPECT_THAT(error(), HasSubstr("SET_FEATURES of 513 bytes"));
}

TEST_F(MessageReaderTest, MoreDescriptorsThanAnyNeedsAreAnError) {
  send(testing::frame(kRequest, Bytes(8)), std::vector<int>(9, ours_.get()));
  EXPECT_THAT(error(), HasSubstr("more than 8 descriptors"));
}

TEST_F(MessageReaderTest, DescriptorsBitByBitAreCountedTogether) {
  for (int i = 0; i < 9; ++i) send({std::byte{1}}, {ours_.get()});
  EXPECT_THAT(error(), HasSubstr("more than 8 descriptors"));
}

TEST_F(MessageReaderTest, ASocketThatIsNoneIsAnError) {
  EXPECT_FALSE(reader_.read(-1));
}

}  // namespace
}  // namespace pinbridge::vhost_user
