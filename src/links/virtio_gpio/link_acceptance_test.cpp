// Who may connect to a link, and when.

#include <filesystem>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "links/virtio_gpio/testing/link_test.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace vhost_user::wire;
using testing::Bytes;
using ::testing::ElementsAre;
using testing::FrontEnd;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Qemu;

class LinkAcceptance : public testing::LinkTest {};

/// Takes every descriptor that this process may have, while it lives.
class NoDescriptorsLeft {
 public:
  NoDescriptorsLeft() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit less = before_;
    less.rlim_cur = 64;
    ::setrlimit(RLIMIT_NOFILE, &less);
    for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken_.emplace_back(fd);
  }
  NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
  NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;
  ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
  std::vector<UniqueFd> taken_;
};

TEST_F(LinkAcceptance, ASecondQemuIsRefusedAndTheFirstIsKept) {
  auto qemu = running_qemu();
  for (int i = 0; i < 3; ++i) {
    FrontEnd second(loop_, socket());
    EXPECT_TRUE(second.is_hung_up_on());
  }
  EXPECT_EQ(qemu->ask(virtio_gpio::wire::VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 0");
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("a second QEMU is refused")));
}

TEST_F(LinkAcceptance, TheSuccessorOfAKilledQemuIsAccepted) {
  auto qemu = running_qemu();
  qemu.reset();
  Qemu next(loop_, socket());  // before the loop has seen the end of the first
  next.realize();
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(LinkAcceptance, NorIsThatOfOneWhichLeftMuchBehindUnread) {
  auto qemu = running_qemu();
  while (qemu->front_end.send(VHOST_USER_GET_FEATURES, Bytes())) testing::settle(loop_);
  qemu.reset();
  Qemu next(loop_, socket());
  next.realize();
  EXPECT_THAT(log_.warnings(), IsEmpty());
}

TEST_F(LinkAcceptance, WithoutADescriptorForItAQemuWaitsAndTheLoopDoesNotRunHot) {
  FrontEnd qemu(loop_, socket());
  {
    const NoDescriptorsLeft none;
    EXPECT_LE(loop_.io().run_for(std::chrono::milliseconds(50)), 5U);
  }
  EXPECT_TRUE(qemu.is_served());
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("vm: cannot accept QEMU")));
}

TEST_F(LinkAcceptance, ItsEndWhileItWaitsForDescriptorsIsClean) {
  FrontEnd qemu(loop_, socket());
  const NoDescriptorsLeft none;
  loop_.io().run_for(std::chrono::milliseconds(10));
  EXPECT_THAT(log_.warnings(), ElementsAre(HasSubstr("vm: cannot accept QEMU")));
  link_.reset();
  EXPECT_TRUE(qemu.is_hung_up_on());
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
