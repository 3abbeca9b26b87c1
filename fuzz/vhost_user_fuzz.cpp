// A vhost-user session: any messages with any descriptors, memory that is written and truncated
// meanwhile, kicks at any time.

#include <array>
#include <string>

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz_board.hpp"
#include "fuzz_input.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "vhost_user/session.hpp"
#include "virtio/testing/driver_queue.hpp"

using namespace pinbridge;
using namespace pinbridge::vhost_user;
using fuzz::Input;
using testing::DriverQueue;

namespace {

constexpr std::uint64_t kGuest = 0x4000'0000;
constexpr std::uint64_t kUser = 0x7f00'0000'0000;
constexpr std::size_t kMemory = 1U << 16U;
constexpr std::uint16_t kQueueSize = 8;
constexpr std::size_t kRequests = 0x8000;

class NoListener final : public DriverListener {
  void driver_started(std::uint64_t) override {}
  void driver_stopped() override {}
  void driver_failed(const Error&) override {}
  void driver_over_share() override {}
  void memory_lost() override {}
};

/// Memory that lives as long as the fuzzer: mapped here too, and cut to size for each input.
struct Ram {
  Ram() {
    resize(kMemory);
    host = static_cast<std::byte*>(
        ::mmap(nullptr, kMemory, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  }
  void resize(std::size_t size) const { PB_CHECK(::ftruncate(fd, static_cast<off_t>(size)) == 0); }

  int fd = ::memfd_create("ram", MFD_CLOEXEC);
  std::byte* host;
};

template <class... T>
std::string words(const T&... values) {
  std::string text;
  (text.append(reinterpret_cast<const char*>(&values), sizeof values), ...);
  return text;
}

class FrontEnd {
 public:
  FrontEnd(fuzz::FuzzBoard& board, const Ram& ram, std::uint8_t features)
      : board_(board), ram_(ram), device_(board.chip()), session_(loop_, device_, listener_) {
    loop_.set_hooks(
        {.begin =
             [this](Time now) { board_.bench().begin_turn(std::max(now, board_.bench().now())); },
         .end = [] { return Time::max(); }});
    set_up(features);
  }
  FrontEnd(const FrontEnd&) = delete;
  FrontEnd& operator=(const FrontEnd&) = delete;
  ~FrontEnd() { loop_.set_hooks({}); }

  /// False once the session has ended the connection.
  bool step(Input& input) {
    const auto op = input.take<std::uint8_t>();
    switch (op & 7U) {
      case 0:
        write_memory(input);
        break;
      case 1:
        put_request(op >> 7U, input);
        break;
      case 2:
        if (!send(wire::VHOST_USER_SET_VRING_KICK, words(std::uint64_t{op} >> 7U), 1, 1)) {
          return false;
        }
        break;
      case 3:
        ram_.resize(std::size_t{0x1000} * (op >> 4U));
        run();
        ram_.resize(kMemory);
        break;
      case 4:
        board_.bench().drive_by_hand(
            board_.bench().pins().at(PartId{0}, PinIndex{static_cast<std::uint32_t>(op >> 4U)}),
            strong((op & 8U) != 0));
        break;
      default:
        if (!send_noise(input)) return false;
    }
    run();
    return true;
  }

 private:
  bool send(std::uint32_t request, std::string_view payload, int kind = 0, int fds = 0) {
    Message message;
    message.header = {request, wire::kVersion,
                      static_cast<std::uint32_t>(std::min(payload.size(), kMaxPayload))};
    std::memcpy(message.payload.data(), payload.data(), message.header.size);
    for (int i = 0; i < fds; ++i) {
      message.fds.emplace_back(kind == 0   ? ::fcntl(ram_.fd, F_DUPFD_CLOEXEC, 3)
                               : kind == 1 ? ::eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC)
                                           : ::eventfd(0, EFD_SEMAPHORE | EFD_CLOEXEC));
    }
    return session_.handle(message).has_value();
  }
  bool send_noise(Input& input) {
    const auto request = input.take<std::uint8_t>() % 48U;
    const auto shape = input.take<std::uint8_t>();
    const auto bytes = input.bytes(input.take<std::uint8_t>());
    return send(request, {reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                (shape >> 4U) % 3, shape & 8U ? shape & 7U : 0);
  }
  void set_up(std::uint8_t features) {
    const std::uint32_t none = 0;
    std::uint64_t all = std::uint64_t{1} << 32U | 1U << 30U | 1U << 28U | 1U;
    if ((features & 1U) != 0) all |= 1U << 29U;
    if ((features & 2U) != 0) return;  // the input does it
    send(wire::VHOST_USER_SET_FEATURES, words(all));
    send(wire::VHOST_USER_SET_MEM_TABLE,
         words(std::uint32_t{1}, none, kGuest, std::uint64_t{kMemory}, kUser, std::uint64_t{0}), 0,
         1);
    for (std::uint32_t i = 0; i < 2; ++i) {
      drivers_[i].reset();
      const auto& at = drivers_[i].layout();
      const std::uint32_t size = kQueueSize;
      send(wire::VHOST_USER_SET_VRING_NUM, words(i, size));
      send(wire::VHOST_USER_SET_VRING_ADDR, words(i, none, kUser + at.descriptors, kUser + at.used,
                                                  kUser + at.avail, std::uint64_t{0}));
      send(wire::VHOST_USER_SET_VRING_KICK, words(std::uint64_t{i}), 1, 1);
      send(wire::VHOST_USER_SET_VRING_CALL, words(std::uint64_t{i}), 1, 1);
      send(wire::VHOST_USER_SET_VRING_ENABLE, words(i, std::uint32_t{1}));
    }
  }
  void write_memory(Input& input) {
    const std::size_t at = input.below(kMemory);
    const auto bytes =
        input.bytes(std::min<std::size_t>(input.take<std::uint8_t>() % 64U, kMemory - at));
    std::memcpy(ram_.host + at, bytes.data(), bytes.size());
  }
  void put_request(unsigned index, Input& input) {
    const auto slot = static_cast<std::uint16_t>(input.below(kQueueSize / 2) * 2);
    const std::size_t at = kRequests + std::size_t{slot} * 16U;
    const auto bytes = input.bytes(8);
    std::memcpy(ram_.host + at, bytes.data(), bytes.size());
    DriverQueue& driver = drivers_[index];
    driver.set_descriptor(slot, {kGuest + at, index == 1 ? 2U : 8U, virtio::wire::VIRTQ_DESC_F_NEXT,
                                 static_cast<std::uint16_t>(slot + 1)});
    driver.set_descriptor(static_cast<std::uint16_t>(slot + 1),
                          {kGuest + at + 8, 2, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
    driver.make_available(slot);
  }
  void run() {
    if (loop_.io().stopped()) loop_.io().restart();
    for (int i = 0; i < 64 && loop_.io().poll_one() > 0; ++i) {
    }
  }

  fuzz::FuzzBoard& board_;
  const Ram& ram_;
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  NoListener listener_;
  virtio_gpio::GpioDevice device_;
  Session session_;
  std::array<DriverQueue, 2> drivers_{
      DriverQueue(ram_.host, DriverQueue::Layout::at(0, kQueueSize)),
      DriverQueue(ram_.host, DriverQueue::Layout::at(0x4000, kQueueSize))};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Ram ram;
  static fuzz::FuzzBoard board;
  spdlog::set_level(spdlog::level::critical);
  ram.resize(0);
  ram.resize(kMemory);
  Input input(data, size);
  FrontEnd front_end(board, ram, input.take<std::uint8_t>());
  while (!input.empty() && front_end.step(input)) {
  }
  return 0;
}
