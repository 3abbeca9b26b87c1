// What a guest may write into its rings is anything. Whatever it is, no byte outside its memory is
// touched (AddressSanitizer watches the ends of GuestRam's blocks), and each call comes to an end.

#include <array>
#include <atomic>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "base/testing/fake_lines.hpp"
#include "links/virtio_gpio/gpio_device.hpp"
#include "virtio/testing/driver_queue.hpp"
#include "virtio/testing/guest_ram.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using testing::DriverQueue;
using testing::GuestRam;
using virtio::wire::virtq_desc;

constexpr std::size_t kRegion = 4096;
constexpr std::uint16_t kQueueSize = 8;

/// A virtqueue as a device sees it.
class RingQueue final : public virtio::Queue {
 public:
  Result<std::optional<virtio::Chain>> pop() override { return ring.pop(); }
  Result<virtio::Chain> reopen(virtio::ChainHead head) override { return ring.reopen(head); }
  void push(virtio::ChainHead head, std::uint32_t written) override { ring.push(head, written); }
  void notify() override { ring.wants_interrupt(); }

  virtio::Virtqueue ring;
};

/// Writes what a driver might, mostly: nonsense throughout would never get past the first check.
class Noise {
 public:
  Noise(DriverQueue& requests, DriverQueue& events, const GuestRam& ram, unsigned seed)
      : queues_{&requests, &events}, ram_(ram), random_(seed) {}

  void stir() {
    DriverQueue& queue = *queues_[one_of(2)];
    switch (one_of(8)) {
      case 0:
        queue.set_avail_index(static_cast<std::uint16_t>(random_()));
        break;
      case 1:
      case 2:
        for (unsigned i = one_of(4); i > 0; --i) {
          queue.make_available(static_cast<std::uint16_t>(one_of(20) == 0 ? random_() : one_of(8)));
        }
        break;
      case 3:
        ram_.host(1)[one_of(kRegion)] = static_cast<std::byte>(one_of(10));
        break;
      case 4: {
        const virtq_desc inner = descriptor();
        std::memcpy(ram_.host(1) + one_of(8) * sizeof inner, &inner, sizeof inner);
        break;
      }
      default:
        queue.set_descriptor(static_cast<std::uint16_t>(one_of(kQueueSize)), descriptor());
    }
  }
  unsigned one_of(unsigned count) { return static_cast<unsigned>(random_() % count); }

 private:
  virtq_desc descriptor() {
    const std::uint64_t places[] = {GuestRam::kGuest,
                                    GuestRam::kGuest + kRegion,
                                    GuestRam::kGuest + kRegion + 16,
                                    GuestRam::kGuest + 2 * kRegion - one_of(40),
                                    GuestRam::kGuest + 3 * kRegion - one_of(40),
                                    random_()};
    const std::uint32_t lengths[] = {8, 8, 2, 1, 16, 32, one_of(70), 0xffffffff};
    const std::uint16_t flags[] = {0, 1, 2, 1, 3, 4, 4, static_cast<std::uint16_t>(random_())};
    return {places[one_of(6)], lengths[one_of(8)], flags[one_of(8)],
            static_cast<std::uint16_t>(one_of(9))};
  }

  std::array<DriverQueue*, 2> queues_;
  const GuestRam& ram_;
  std::mt19937_64 random_;
};

class RingsOfNoise : public ::testing::TestWithParam<unsigned> {
 protected:
  RingsOfNoise() { lines_.keep_no_log(); }

  void start() {
    device_.reset();
    for (unsigned i = 0; i < 2; ++i) {
      drivers_[i].reset();
      queues_[i].ring.start(ram_.table(), drivers_[i].rings(),
                            {.indirect = true, .event_index = true}, 0);
    }
    device_.negotiated(1);
    for (unsigned i = 0; i < 2; ++i) device_.queue_started(i, queues_[i]);
  }
  /// The loop's work at a kick, and a line that changes; a driver that broke its rings starts
  /// again.
  void serve(unsigned line) {
    bool broken = false;
    for (unsigned i = 0; i < 2; ++i) {
      queues_[i].ring.suppress_kicks();
      broken |= !device_.process(i);
      queues_[i].ring.allow_kicks();
    }
    lines_.pulse(static_cast<std::uint16_t>(line));
    broken ? ++failures_ : ++successes_;
    if (broken) start();
  }

  GuestRam ram_{{kRegion, kRegion, kRegion}};
  std::array<DriverQueue, 2> drivers_{
      DriverQueue(ram_.host(), DriverQueue::Layout::at(0, kQueueSize)),
      DriverQueue(ram_.host(), DriverQueue::Layout::at(2048, kQueueSize))};
  testing::FakeLines lines_{4};
  std::array<RingQueue, 2> queues_;
  virtio_gpio::GpioDevice device_{lines_};
  int failures_ = 0;
  int successes_ = 0;
};

TEST_P(RingsOfNoise, TouchNoByteOutsideTheGuestsMemory) {
  Noise noise(drivers_[0], drivers_[1], ram_, GetParam());
  start();
  for (int i = 0; i < 10'000; ++i) {
    for (unsigned strokes = noise.one_of(12); strokes > 0; --strokes) noise.stir();
    serve(noise.one_of(4));
  }
  EXPECT_GT(failures_, 100);
  EXPECT_GT(successes_, 100);
}

TEST_P(RingsOfNoise, TouchNoneEitherWhileTheyChangeUnderTheDevice) {
  std::atomic<bool> done = false;
  start();
  std::thread guest([&, drivers = drivers_]() mutable {
    // The memory is shared, the drivers' own counts are not.
    Noise noise(drivers[0], drivers[1], ram_, GetParam());
    while (!done) noise.stir();
  });
  // The other thread may start late.
  for (int i = 0; i < 3'000 || (failures_ == 0 && i < 100'000'000); ++i) {
    serve(static_cast<unsigned>(i % 4));
  }
  done = true;
  guest.join();
  EXPECT_GT(failures_, 0) << "the noise reached the device";
}

INSTANTIATE_TEST_SUITE_P(Seeds, RingsOfNoise, ::testing::Range(0U, 4U));

}  // namespace
}  // namespace pinbridge::virtio_gpio
