// Front ends and drivers with invalid rings, over a real socket.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/hostile_test.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace vhost_user::wire;
using namespace virtio_gpio::wire;
using testing::Bytes;
using testing::bytes_of;
using testing::Qemu;
using testing::SharedRam;

constexpr std::uint64_t kLastAddress = ~std::uint64_t{0};

class HostileRings : public testing::HostileTest {
 protected:
  /// A ring 0 at `where` is refused when it would start.
  void refuses_ring(const std::string& warning, const std::function<void(VringAddress&)>& change) {
    ends(warning, [&](Qemu& qemu) {
      qemu.send_features(Qemu::kAll);
      qemu.send_memory();
      VringAddress where = qemu.address(0);
      change(where);
      qemu.send_ring_but_kick(0, where);
      qemu.enable(0, 1);
      qemu.front_end.send(VHOST_USER_SET_VRING_KICK, std::uint64_t{0}, {qemu.queues[0].kick.get()});
    });
  }
};

TEST_F(HostileRings, RingsOutsideMemoryEndTheConnection) {
  const std::uint64_t end = SharedRam::kUser + 0x40000;
  for (const std::uint64_t at : {std::uint64_t{0}, SharedRam::kUser - 16, end, end - 16,
                                 kLastAddress - 15, SharedRam::kGuest}) {
    refuses_ring("not all in its memory", [&](auto& where) { where.descriptor = at; });
    refuses_ring("not all in its memory", [&](auto& where) { where.available = at; });
    refuses_ring("not all in its memory", [&](auto& where) { where.used = at; });
  }
}

TEST_F(HostileRings, RingsThatAreNotAlignedEndTheConnection) {
  const std::string warning = "not at multiples of 16, 2 and 4";
  refuses_ring(warning, [](auto& where) { where.descriptor += 8; });
  refuses_ring(warning, [](auto& where) { where.available += 1; });
  refuses_ring(warning, [](auto& where) { where.used += 2; });
}

TEST_F(HostileRings, ARingBeforeItsMemoryEndsTheConnection) {
  ends("queue 0 is enabled before SET_MEM_TABLE", [](Qemu& qemu) {
    qemu.send_features(Qemu::kAll);
    qemu.send_ring(0);
    qemu.enable(0, 1);
  });
}

TEST_F(HostileRings, ALegacyDriverEndsTheConnectionWithTheCure) {
  ends("force-legacy=false", [](Qemu& qemu) {
    qemu.start(Qemu::kAll & ~testing::bit(virtio::wire::VIRTIO_F_VERSION_1));
  });
}

TEST_F(HostileRings, ARingThatRunsCannotBeChanged) {
  const auto changed = [this](const std::string& warning, std::uint32_t request,
                              const Bytes& payload) {
    auto qemu = running_qemu();
    ends(*qemu, warning, [&](Qemu&) { qemu->front_end.send(request, payload); });
  };
  changed("SET_VRING_NUM for a ring that runs", VHOST_USER_SET_VRING_NUM,
          bytes_of(VringState{0, 32768}));
  changed("SET_VRING_BASE for a ring that runs", VHOST_USER_SET_VRING_BASE,
          bytes_of(VringState{0, 5}));
  changed("SET_VRING_ADDR for queue 0, which runs", VHOST_USER_SET_VRING_ADDR,
          bytes_of(VringAddress{.index = 0}));
  changed("while the driver works with", VHOST_USER_SET_FEATURES, bytes_of(Qemu::kTransport));
}

TEST_F(HostileRings, ATableThatLeavesOutARunningRingEndsTheConnectionAndTouchesNothing) {
  auto qemu = running_qemu();
  arm(*qemu, 3);
  loop_.set_hooks({.begin = [this](Time) { lines_.pulse(3); }, .end = [] { return Time::max(); }});
  ends(*qemu, "not all in its memory",
       [](Qemu& hostile) { hostile.send_table({{0, 0x1000, 0, 0}}, {hostile.ram.fd()}); });
  loop_.set_hooks({});
}

TEST_F(HostileRings, ARestingDeviceIsNotBroughtBackByHalf) {
  auto qemu = running_qemu();
  qemu->ask(VIRTIO_GPIO_MSG_SET_DIRECTION, 0, 2);
  qemu->queues[0].driver.make_available(999);
  qemu->kick(0);
  EXPECT_TRUE(until([&] { return Qemu::take_signals(qemu->queues[0].error) > 0; }));
  // Ring 1 is stopped, started and stopped again while ring 0 still keeps the device at rest.
  qemu->stop_ring(1);
  qemu->send_ring(1);
  EXPECT_TRUE(qemu->front_end.is_served());
  qemu->stop_ring(1);
  qemu->stop_ring(0);
  // Now ring 0 alone starts, and what ring 1 stood in is gone.
  qemu->queues[0].driver.reset(1);
  qemu->queues[0].base = 1;
  SharedRam other(0x40000);
  std::memcpy(other.host(), qemu->ram.host(), 0x10000);
  std::vector<MemoryRegion> table{qemu->ram.region()};
  table[0].size = 0x10000;
  qemu->send_table(table, {other.fd()});
  qemu->send_ring(0);
  EXPECT_TRUE(qemu->front_end.is_served());
  testing::DriverQueue driver(other.host(), qemu->queues[0].driver.layout());
  driver.reset(1);
  const auto request = testing::gpio_request(VIRTIO_GPIO_MSG_SET_IRQ_TYPE, 0, 1);
  std::memcpy(other.host() + 0x8000, request.data(), request.size());
  driver.set_descriptor(0, {SharedRam::kGuest + 0x8000, 8, virtio::wire::VIRTQ_DESC_F_NEXT, 1});
  driver.set_descriptor(1, {SharedRam::kGuest + 0x9000, 2, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
  driver.make_available(0);
  qemu->kick(0);
  EXPECT_TRUE(until([&] { return driver.take_used().has_value(); }));
}

TEST_F(HostileRings, OfManyWaysToBreakARingNoneHurts) {
  using namespace virtio::wire;
  const std::uint64_t data = SharedRam::kGuest + Qemu::kRequest;
  const virtq_desc hostile[] = {
      {0, 8, 0, 0},
      {data, 8, VIRTQ_DESC_F_NEXT, 0},
      {data, 8, VIRTQ_DESC_F_NEXT, 64},
      {data, 0, 0, 0},
      {data, 0xffffffff, VIRTQ_DESC_F_WRITE, 0},
      {kLastAddress, 8, VIRTQ_DESC_F_WRITE, 0},
      {data, 24, VIRTQ_DESC_F_INDIRECT, 0},
      {data, 16, VIRTQ_DESC_F_INDIRECT | VIRTQ_DESC_F_NEXT, 1},
      {kLastAddress - 15, 16, VIRTQ_DESC_F_INDIRECT, 0},
      {SharedRam::kGuest, 16, VIRTQ_DESC_F_INDIRECT, 0},  // the table itself
  };
  auto qemu = running_qemu();
  for (unsigned index = 0; index < 2; ++index) {
    for (const virtq_desc& descriptor : hostile) {
      qemu->queues[index].driver.set_descriptor(0, descriptor);
      qemu->queues[index].driver.make_available(0);
      qemu->kick(index);
      EXPECT_TRUE(until([&] { return Qemu::take_signals(qemu->queues[index].error) > 0; }));
      qemu->stop();
      qemu->reset_driver();
      qemu->start();
      ASSERT_EQ(qemu->ask(VIRTIO_GPIO_MSG_GET_DIRECTION, 0), "OK 0");
    }
  }
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
