// The virtqueue and the GPIO device over memory that the guest writes between, and by the levels of
// its lines within, any two steps of the device.

#include <array>
#include <cstring>
#include <vector>

#include "fuzz_board.hpp"
#include "fuzz_input.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "virtio/testing/driver_queue.hpp"

using namespace pinbridge;
using fuzz::Input;
using testing::DriverQueue;

namespace {

constexpr std::uint64_t kGuest = 0x4000'0000;
constexpr std::size_t kMemory = 0x8000;
constexpr std::size_t kSecondRegion = 0x6000;  ///< which borders on the first
constexpr std::uint16_t kQueueSize = 8;

/// A queue as a device sees it, straight on the memory.
class DirectQueue final : public virtio::Queue {
 public:
  Result<std::optional<virtio::Chain>> pop() override { return queue.pop(); }
  Result<virtio::Chain> reopen(virtio::ChainHead head) override { return queue.reopen(head); }
  void push(virtio::ChainHead head, std::uint32_t written) override { queue.push(head, written); }
  void notify() override { queue.wants_interrupt(); }

  virtio::Virtqueue queue;
};

class Guest {
 public:
  Guest(Bench& bench, chip::VirtioChip& chip, std::uint8_t features)
      : bench_(bench), device_(chip) {
    using Region = virtio::MemoryTable::Region;
    table_ = virtio::MemoryTable::make({Region{kGuest, kSecondRegion, 0, memory_.data()},
                                        Region{kGuest + kSecondRegion, kMemory - kSecondRegion,
                                               kSecondRegion, memory_.data() + kSecondRegion}})
                 .value();
    device_.negotiated((features & 1) != 0 ? 1 : 0);
    for (unsigned i = 0; i < 2; ++i) {
      drivers_[i].reset();
      queues_[i].queue.start(table_, drivers_[i].rings(),
                             {.indirect = (features & 2) != 0, .event_index = (features & 4) != 0},
                             0);
      device_.queue_started(i, queues_[i]);
    }
  }

  /// False once the device has refused what it found.
  bool step(Input& input) {
    const auto op = input.take<std::uint8_t>();
    const unsigned index = (op >> 3U) & 1U;
    switch (op & 7U) {
      case 0:
        scribble(input);
        return true;
      case 1:
        put_descriptor(index, input);
        return true;
      case 2:
        drivers_[index].make_available(static_cast<std::uint16_t>(input.below(kQueueSize + 1)));
        return true;
      case 3:
        put_request(index, input);
        return true;
      case 4:
        bench_.drive_by_hand(
            bench_.pins().at(PartId{0}, PinIndex{static_cast<std::uint32_t>(op >> 4U)}),
            (op & 8U) != 0 ? strong(true) : strong(false));
        return true;
      case 5:
        queues_[index].queue.suppress_kicks();
        queues_[index].queue.allow_kicks();
        return true;
      case 6:
        device_.queue_stopping(index);
        device_.queue_started(index, queues_[index]);
        return true;
      default:
        return device_.process(index).has_value();
    }
  }

 private:
  void scribble(Input& input) {
    const std::size_t at = input.below(kMemory);
    const auto bytes =
        input.bytes(std::min<std::size_t>(input.take<std::uint8_t>() % 64U, kMemory - at));
    std::memcpy(memory_.data() + at, bytes.data(), bytes.size());
  }
  void put_descriptor(unsigned index, Input& input) {
    const auto slot = static_cast<std::uint16_t>(input.below(kQueueSize));
    const std::uint64_t address = kGuest + input.take<std::uint16_t>();
    const auto length = static_cast<std::uint32_t>(input.take<std::uint16_t>() % 0x2100U);
    const auto flags = input.take<std::uint8_t>();
    drivers_[index].set_descriptor(slot,
                                   {address, length, static_cast<std::uint16_t>(flags & 7U),
                                    static_cast<std::uint16_t>((flags >> 3U) % (kQueueSize + 1U))});
  }
  /// One that is right, of any type for any line: deeper states are reached by those.
  void put_request(unsigned index, Input& input) {
    const auto slot = static_cast<std::uint16_t>(input.below(kQueueSize / 2) * 2);
    const std::size_t at = 0x4000U + slot * 16U;
    const std::array<std::uint16_t, 4> request{
        static_cast<std::uint16_t>(index == 1 ? input.below(17) : 1 + input.below(7)),
        static_cast<std::uint16_t>(input.below(17)), static_cast<std::uint16_t>(input.below(9)), 0};
    const std::uint32_t length = index == 1 ? 2 : 8;
    std::memcpy(memory_.data() + at, request.data(), length);
    drivers_[index].set_descriptor(slot, {kGuest + at, length, virtio::wire::VIRTQ_DESC_F_NEXT,
                                          static_cast<std::uint16_t>(slot + 1)});
    drivers_[index].set_descriptor(static_cast<std::uint16_t>(slot + 1),
                                   {kGuest + at + 8, 2, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
    drivers_[index].make_available(slot);
  }

  Bench& bench_;
  std::vector<std::byte> memory_ = std::vector<std::byte>(kMemory);
  virtio::MemoryTable table_;
  std::array<DirectQueue, 2> queues_;
  std::array<DriverQueue, 2> drivers_{
      DriverQueue(memory_.data(), DriverQueue::Layout::at(0, kQueueSize)),
      DriverQueue(memory_.data(), DriverQueue::Layout::at(0x1000, kQueueSize))};
  virtio_gpio::GpioDevice device_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::FuzzBoard board;
  static Time now(std::chrono::seconds(1));
  Input input(data, size);
  Guest guest(board.bench(), board.chip(), input.take<std::uint8_t>());
  while (!input.empty() && guest.step(input)) {
    board.bench().begin_turn(now += std::chrono::milliseconds(1));
  }
  return 0;
}
