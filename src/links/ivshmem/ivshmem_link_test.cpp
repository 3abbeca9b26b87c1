#include "links/ivshmem/ivshmem_link.hpp"

#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/testing/fake_lines.hpp"
#include "base/testing/log_capture.hpp"
#include "base/testing/temp_folder.hpp"
#include "base/unique_fd.hpp"
#include "links/ivshmem/gpio_registers.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::ivshmem {
namespace {

using pinbridge::testing::step_until;
using ::testing::SizeIs;

/// QEMU's device: what it reads when it is made, with the guest's view of its memory.
class Device {
 public:
  explicit Device(const std::filesystem::path& path)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device() {
    if (memory_ != nullptr) ::munmap(memory_, IvshmemLink::kMemorySize);
  }

  /// The messages: a version, its id, its memory, and its id with an interrupt.
  void read_setup() {
    EXPECT_EQ(receive().first, 0);
    const auto id = receive();
    EXPECT_FALSE(id.second);
    const auto memory = receive();
    EXPECT_EQ(memory.first, -1);
    EXPECT_NE(::ftruncate(memory.second.get(), 0), 0) << "its size is sealed";
    void* const mapped = ::mmap(nullptr, IvshmemLink::kMemorySize, PROT_READ | PROT_WRITE,
                                MAP_SHARED, memory.second.get(), 0);
    ASSERT_NE(mapped, MAP_FAILED);
    memory_ = static_cast<std::uint32_t*>(mapped);
    auto interrupt = receive();
    EXPECT_EQ(interrupt.first, id.first);
    EXPECT_GT(id.first, 0);
    interrupt_ = std::move(interrupt.second);
    EXPECT_TRUE(interrupt_);
  }

  std::uint32_t& at(GpioRegisters::Register index) { return memory_[index]; }
  /// Interrupts since the last call.
  std::uint64_t take_interrupts() {
    std::uint64_t count = 0;
    return ::read(interrupt_.get(), &count, sizeof count) > 0 ? count : 0;
  }
  void send(std::string_view text) {
    EXPECT_GT(::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL), 0);
  }
  bool is_closed() {
    char byte = 0;
    return ::recv(socket_.get(), &byte, 1, MSG_DONTWAIT) == 0;
  }

 private:
  std::pair<std::int64_t, UniqueFd> receive() {
    std::int64_t number = -2;
    iovec part{&number, sizeof number};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    EXPECT_EQ(::recvmsg(socket_.get(), &message, MSG_CMSG_CLOEXEC), ssize_t{sizeof number});
    UniqueFd fd;
    if (const cmsghdr* head = CMSG_FIRSTHDR(&message)) {
      int received = -1;
      std::memcpy(&received, CMSG_DATA(head), sizeof received);
      fd.reset(received);
    }
    return {number, std::move(fd)};
  }

  UniqueFd socket_;
  UniqueFd interrupt_;
  std::uint32_t* memory_ = nullptr;
};

class IvshmemLinkTest : public ::testing::Test {
 protected:
  IvshmemLinkTest() { EXPECT_TRUE(link_.start()); }

  std::unique_ptr<Device> connect() {
    auto device = std::make_unique<Device>(path_);
    EXPECT_TRUE(step_until(loop_, [&] { return lines_.connected; }));
    device->read_setup();
    return device;
  }

  pinbridge::testing::TempFolder folder_;
  pinbridge::testing::LogCapture log_;
  std::filesystem::path path_ = folder_.path() / "s";
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  pinbridge::testing::FakeLines lines_{32};
  IvshmemLink link_{loop_, lines_, path_, "chip"};
};

TEST_F(IvshmemLinkTest, CarriesOutputsInputsAndInterrupts) {
  const auto device = connect();
  EXPECT_TRUE(link_.has_peer());
  device->at(GpioRegisters::data) = 1;
  device->at(GpioRegisters::out_enable) = 1;
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.driven(0) == true; }));
  device->at(GpioRegisters::irq_rising) = 2;
  device->at(GpioRegisters::irq_enable) = 2;
  lines_.put(1, true);
  EXPECT_EQ(device->at(GpioRegisters::data), 3U);
  EXPECT_EQ(device->at(GpioRegisters::irq_status), 2U);
  EXPECT_EQ(device->take_interrupts(), 1U);
}

TEST_F(IvshmemLinkTest, EachQemuHasMemoryOfItsOwn) {
  auto first = connect();
  first->at(GpioRegisters::data) = 1;
  first->at(GpioRegisters::out_enable) = 1;
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.driven(0) == true; }));
  first.reset();
  EXPECT_TRUE(step_until(loop_, [&] { return !lines_.connected; }));
  EXPECT_EQ(lines_.driven_count(), 0U);
  EXPECT_EQ(connect()->at(GpioRegisters::out_enable), 0U);
}

TEST_F(IvshmemLinkTest, InterruptsThatAGuestDoesNotHandleAreReportedWithTheirCureOnce) {
  const auto device = connect();
  device->at(GpioRegisters::irq_rising) = 1;
  device->at(GpioRegisters::irq_enable) = 1;
  lines_.put(0, true);
  const auto told = [&] { return log_.warnings("setpci -d 1af4:1110 COMMAND=4:4"); };
  EXPECT_TRUE(step_until(loop_, [&] { return !told().empty(); }));
  EXPECT_THAT(told(), SizeIs(1));
}

TEST_F(IvshmemLinkTest, APeerThatSendsDataIsNoQemu) {
  const auto device = connect();
  device->send("GET /");
  EXPECT_TRUE(step_until(loop_, [&] { return !lines_.connected; }));
  EXPECT_TRUE(step_until(loop_, [&] { return device->is_closed(); }));
  EXPECT_THAT(log_.warnings("it sent data, which QEMU never does"), SizeIs(1));
}

TEST_F(IvshmemLinkTest, APeerThatReadsNothingDoesNotDelayTheBench) {
  Device silent(path_);
  EXPECT_TRUE(step_until(loop_, [&] { return lines_.connected; }));
  lines_.put(0, true);
}

}  // namespace
}  // namespace pinbridge::ivshmem
