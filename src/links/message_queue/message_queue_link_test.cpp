#include "links/message_queue/message_queue_link.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mqueue.h>
#include <unistd.h>

#include "base/testing/fake_lines.hpp"
#include "base/testing/log_capture.hpp"
#include "links/message_queue/line_messages.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::message_queue {
namespace {

using pinbridge::testing::FakeLines;
using pinbridge::testing::settle;
using pinbridge::testing::step_until;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// A QEMU with queues of its own, and a link that is its panel.
class MessageQueueLinkTest : public ::testing::Test {
 protected:
  MessageQueueLinkTest()
      : to_qemu_(fmt::format("/pinbridge-test-to-{}", ::getpid())),
        from_qemu_(fmt::format("/pinbridge-test-from-{}", ::getpid())) {
    unlink();
    for (std::uint16_t i = 0; i < 32; ++i) lines_.floating.insert(i);
  }
  ~MessageQueueLinkTest() override {
    link_.reset();
    for (const mqd_t queue : opened_) mq_close(queue);
    unlink();
  }

  void start() {
    link_.emplace(loop_, lines_,
                  MessageQueueLink::Options{
                      .chip = "mq", .receive_queue = from_qemu_, .send_queue = to_qemu_});
    const auto started = link_->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  mqd_t open(const std::string& name) {
    mq_attr attributes{};
    attributes.mq_maxmsg = 10;
    attributes.mq_msgsize = 8192;
    opened_.push_back(mq_open(name.c_str(), O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attributes));
    return opened_.back();
  }
  void send(std::string_view bytes) {
    EXPECT_EQ(mq_send(open(from_qemu_), bytes.data(), bytes.size(), 0), 0);
  }
  std::optional<LineMessage> received() {
    std::array<std::byte, 8192> buffer{};
    const ssize_t size =
        mq_receive(open(to_qemu_), reinterpret_cast<char*>(buffer.data()), buffer.size(), nullptr);
    if (size < 0) return std::nullopt;
    return LineMessage::read(std::span(buffer).first(static_cast<std::size_t>(size)));
  }

  std::string to_qemu_;
  std::string from_qemu_;
  testing::LogCapture log_;
  FakeLines lines_{32};
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  std::vector<mqd_t> opened_;
  std::optional<MessageQueueLink> link_;

 private:
  void unlink() const {
    mq_unlink(to_qemu_.c_str());
    mq_unlink(from_qemu_.c_str());
  }
};

TEST_F(MessageQueueLinkTest, DrivesLinesAsMessagesSayAlsoThoseSentBeforeItCame) {
  send({"\x69\x10\x18\x01", 4});
  start();
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.driven(24) == true; }));
  send({"\x69\x10\x18\x00", 4});
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.driven(24) == false; }));
  EXPECT_TRUE(lines_.connected);
  EXPECT_THAT(lines_.connection, HasSubstr(from_qemu_));
}

TEST_F(MessageQueueLinkTest, SendsChangesOfTheBoard) {
  start();
  lines_.put(12, true);
  std::optional<LineMessage> message;
  EXPECT_TRUE(step_until(loop_, [&] { return (message = received()).has_value(); }));
  EXPECT_EQ(message, (LineMessage{12, true}));
}

TEST_F(MessageQueueLinkTest, KeepsTheNewestLevelOfEachLineWhileTheQueueIsFull) {
  start();
  for (int i = 0; i < 1000; ++i) {
    lines_.pulse(static_cast<std::uint16_t>(i % 16));
    settle(loop_);
  }
  for (std::uint16_t i = 0; i < 16; ++i) lines_.put(i, true);
  settle(loop_);
  std::map<int, bool> last;
  EXPECT_TRUE(step_until(loop_, [&] {
    while (const auto message = received()) last[message->line] = message->level;
    return last.size() == 16 && std::ranges::all_of(last, [](auto& of) { return of.second; });
  }));
}

TEST_F(MessageQueueLinkTest, CountsForeignMessagesAndLogsThemOnce) {
  start();
  for (int i = 0; i < 5; ++i) send("hello");
  send({"\x69\x11\x01\x01", 4});
  EXPECT_TRUE(step_until(loop_, [&] { return link_->ignored() == 6; }));
  EXPECT_THAT(log_.warnings("do not follow the protocol"), SizeIs(1));
  EXPECT_EQ(lines_.driven_count(), 0U);
}

TEST_F(MessageQueueLinkTest, ANameThatIsNotAQueuesIsRefused) {
  link_.emplace(
      loop_, lines_,
      MessageQueueLink::Options{.chip = "mq", .receive_queue = "/a/b", .send_queue = to_qemu_});
  EXPECT_THAT(link_->start().error().message, HasSubstr("message queue \"/a/b\""));
}

TEST_F(MessageQueueLinkTest, ReleasesItsLinesAndLeavesTheQueuesWhenItEnds) {
  start();
  send({"\x69\x10\x03\x01", 4});
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.driven(3) == true; }));
  link_.reset();
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_FALSE(lines_.connected);
  settle(loop_);
  send("still here");
}

}  // namespace
}  // namespace pinbridge::message_queue
