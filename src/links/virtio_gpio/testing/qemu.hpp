#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include "links/virtio_gpio/testing/front_end.hpp"
#include "links/virtio_gpio/virtio_gpio_wire.hpp"
#include "vhost_user/testing/shared_ram.hpp"
#include "virtio/feature_bits.hpp"
#include "virtio/testing/driver_queue.hpp"

namespace pinbridge::testing {

using virtio::bit;

/// What QEMU and a guest's driver do with a GPIO device, each step by itself, so that a test can do
/// one of them wrong.
class Qemu {
 public:
  static constexpr std::uint64_t kTransport = bit(virtio::wire::VIRTIO_F_VERSION_1) |
                                              bit(virtio::wire::VIRTIO_F_EVENT_IDX) |
                                              bit(virtio::wire::VIRTIO_F_INDIRECT_DESC) |
                                              bit(vhost_user::wire::VHOST_USER_F_PROTOCOL_FEATURES);
  static constexpr std::uint64_t kAll = kTransport | bit(virtio_gpio::wire::VIRTIO_GPIO_F_IRQ);
  static constexpr std::uint16_t kQueueSize = 64;

  Qemu(EventLoop& loop, const std::filesystem::path& path) : front_end(loop, path) {
    for (Queue& queue : queues) {
      queue.kick = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
      queue.call = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
      queue.error = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    }
  }

  /// Up to where the guest boots, as QEMU 9.0 and later.
  void realize() {
    using namespace vhost_user::wire;
    EXPECT_EQ(front_end.ask<std::uint64_t>(VHOST_USER_GET_FEATURES), kAll);
    const auto protocol = front_end.ask<std::uint64_t>(VHOST_USER_GET_PROTOCOL_FEATURES);
    EXPECT_TRUE(protocol & bit(VHOST_USER_PROTOCOL_F_CONFIG));
    front_end.send(VHOST_USER_SET_PROTOCOL_FEATURES,
                   protocol & (bit(VHOST_USER_PROTOCOL_F_CONFIG) | bit(VHOST_USER_PROTOCOL_F_MQ) |
                               bit(VHOST_USER_PROTOCOL_F_REPLY_ACK)));
    EXPECT_EQ(front_end.ask<std::uint64_t>(VHOST_USER_GET_QUEUE_NUM), 2U);
    front_end.send(VHOST_USER_SET_OWNER, Bytes());
    front_end.ask<std::uint64_t>(VHOST_USER_GET_FEATURES);
    for (std::uint64_t i = 0; i < queues.size(); ++i) {
      front_end.send(VHOST_USER_SET_VRING_CALL, i, {queues[i].call.get()});
      front_end.send(VHOST_USER_SET_VRING_ERR, i, {queues[i].error.get()});
    }
  }

  /// The guest's driver is ready (DRIVER_OK), and has accepted `features`.
  void start(std::uint64_t features = kAll) {
    send_features(features);
    send_memory();
    for (unsigned i = 0; i < queues.size(); ++i) send_ring(i);
    for (unsigned i = 0; i < queues.size(); ++i) enable(i, 1);
  }
  void send_features(std::uint64_t features) {
    event_index_ = (features & bit(virtio::wire::VIRTIO_F_EVENT_IDX)) != 0;
    front_end.send(vhost_user::wire::VHOST_USER_SET_FEATURES, features);
  }
  void send_memory() { send_memory_of(ram); }
  void send_memory_of(const SharedRam& shared) { send_table({shared.region()}, {shared.fd()}); }
  void send_table(const std::vector<vhost_user::wire::MemoryRegion>& regions, FrontEnd::Fds fds) {
    Bytes table =
        bytes_of(vhost_user::wire::MemoryRegions{static_cast<std::uint32_t>(regions.size()), 0});
    for (const auto& region : regions) table = join(std::move(table), bytes_of(region));
    front_end.send(vhost_user::wire::VHOST_USER_SET_MEM_TABLE, table, fds);
  }
  void send_ring(unsigned index) {
    const std::uint64_t number = index;
    send_ring_but_kick(index, address(index));
    front_end.send(vhost_user::wire::VHOST_USER_SET_VRING_KICK, number, {queues[index].kick.get()});
    front_end.send(vhost_user::wire::VHOST_USER_SET_VRING_CALL, number, {queues[index].call.get()});
  }
  void send_ring_but_kick(unsigned index, const vhost_user::wire::VringAddress& where) {
    using namespace vhost_user::wire;
    front_end.send(VHOST_USER_SET_VRING_NUM, VringState{index, queues[index].driver.layout().size});
    front_end.send(VHOST_USER_SET_VRING_BASE, VringState{index, queues[index].base});
    front_end.send(VHOST_USER_SET_VRING_ADDR, where);
  }
  vhost_user::wire::VringAddress address(unsigned index) const {
    const auto& layout = queues[index].driver.layout();
    return {.index = index,
            .flags = 0,
            .descriptor = SharedRam::kUser + layout.descriptors,
            .used = SharedRam::kUser + layout.used,
            .available = SharedRam::kUser + layout.avail,
            .log = 0};
  }
  void enable(unsigned index, std::uint32_t on) {
    front_end.send(vhost_user::wire::VHOST_USER_SET_VRING_ENABLE,
                   vhost_user::wire::VringState{index, on});
  }

  /// The machine is paused, or its driver has stopped.
  void stop() {
    for (unsigned i = 0; i < queues.size(); ++i) enable(i, 0);
    for (unsigned i = 0; i < queues.size(); ++i) stop_ring(i);
  }
  void stop_ring(unsigned index) {
    using namespace vhost_user::wire;
    const auto state =
        front_end.ask<VringState>(VHOST_USER_GET_VRING_BASE, bytes_of(VringState{index, 0}));
    EXPECT_EQ(state.index, index);
    queues[index].base = state.num;
  }
  /// The driver has stopped, and another will start.
  void reset_driver() {
    for (Queue& queue : queues) {
      queue.driver.reset();
      queue.base = 0;
    }
  }

  /// A request of the guest, and the answer: "OK 1", "ERR"; "nothing" if none comes.
  std::string ask(std::uint16_t type, std::uint16_t gpio, std::uint32_t value = 0) {
    put_request(type, gpio, value);
    return take_answer();
  }
  /// The request alone; one at a time.
  void put_request(std::uint16_t type, std::uint16_t gpio, std::uint32_t value) {
    const auto request = gpio_request(type, gpio, value);
    std::memcpy(ram.host() + kRequest, request.data(), request.size());
    std::memset(ram.host() + kAnswer, 0xee, 2);
    auto& driver = queues[0].driver;
    driver.set_descriptor(0, {SharedRam::kGuest + kRequest, 8, virtio::wire::VIRTQ_DESC_F_NEXT, 1});
    driver.set_descriptor(1, {SharedRam::kGuest + kAnswer, 2, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
    driver.make_available(0);
    kick_if_wanted(0);
  }
  std::string take_answer() {
    std::optional<virtio::wire::virtq_used_elem> used;
    step_until(front_end.loop(), [&] {
      used = queues[0].driver.take_used();
      return used.has_value();
    });
    if (!used) return "nothing";
    EXPECT_EQ(used->id, 0U);
    FakeQueue::Returned returned{virtio::ChainHead(0), used->len, Bytes(2)};
    std::memcpy(returned.answer.data(), ram.host() + kAnswer, 2);
    const auto answer = gpio_answer(returned);
    EXPECT_EQ(answer.used, 2U);
    return answer.text;
  }

  /// Queues the interrupt buffer of a line below 32.
  void unmask(std::uint16_t line) {
    queue_event_buffer(line);
    kick_if_wanted(1);
  }
  /// The same before its kick.
  void queue_event_buffer(std::uint16_t line) {
    const std::size_t place = event_place(line);
    std::memcpy(ram.host() + place, &line, sizeof line);
    auto& driver = queues[1].driver;
    const auto head = static_cast<std::uint16_t>(line * 2);
    const auto next = static_cast<std::uint16_t>(head + 1);
    driver.set_descriptor(head,
                          {SharedRam::kGuest + place, 2, virtio::wire::VIRTQ_DESC_F_NEXT, next});
    driver.set_descriptor(next,
                          {SharedRam::kGuest + place + 2, 1, virtio::wire::VIRTQ_DESC_F_WRITE, 0});
    driver.make_available(head);
  }
  /// The next interrupt buffer that comes back: "3 VALID", "nothing".
  std::string take_event() {
    std::optional<virtio::wire::virtq_used_elem> used;
    step_until(front_end.loop(), [&] {
      used = queues[1].driver.take_used();
      return used.has_value();
    });
    return used ? event_text(*used) : "nothing";
  }
  bool has_event() { return queues[1].driver.used_index() != queues[1].driver.next_used(); }

  void kick_if_wanted(unsigned index) {
    if (queues[index].driver.wants_kick(event_index_)) kick(index);
  }
  void kick(unsigned index) {
    const std::uint64_t one = 1;
    EXPECT_EQ(::write(queues[index].kick.get(), &one, sizeof one), 8);
  }
  /// The number of signals of an eventfd since the last call.
  static std::uint64_t take_signals(const UniqueFd& event_fd) {
    std::uint64_t count = 0;
    return ::read(event_fd.get(), &count, sizeof count) == 8 ? count : 0;
  }

  static constexpr std::size_t kRequest = 0x20000;
  static constexpr std::size_t kAnswer = 0x20100;
  static constexpr std::size_t kEvents = 0x21000;

  struct Queue {
    DriverQueue driver;
    std::uint32_t base = 0;
    UniqueFd kick;
    UniqueFd call;
    UniqueFd error;
  };

  FrontEnd front_end;
  SharedRam ram{0x40000};
  std::array<Queue, 2> queues{
      Queue{.driver = {ram.host(), DriverQueue::Layout::at(0, kQueueSize)}},
      Queue{.driver = {ram.host(), DriverQueue::Layout::at(0x10000, kQueueSize)}}};

 private:
  static std::size_t event_place(std::size_t line) { return kEvents + line * 4; }
  std::string event_text(const virtio::wire::virtq_used_elem& used) {
    EXPECT_EQ(used.len, 1U);
    const auto line = used.id / 2;
    const auto status = ram.host()[event_place(line) + 2];
    return fmt::format("{} {}", line, status == std::byte{1} ? "VALID" : "INVALID");
  }

  bool event_index_ = true;
};

}  // namespace pinbridge::testing
