// Front ends with invalid memory, over a real socket.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "links/virtio_gpio/testing/hostile_test.hpp"

namespace pinbridge::virtio_gpio {
namespace {

using namespace vhost_user::wire;
using namespace virtio_gpio::wire;
using testing::bytes_of;
using testing::Qemu;
using testing::SharedRam;

constexpr std::uint64_t kTop = ~std::uint64_t{0};

class HostileMemory : public testing::HostileTest {
 protected:
  /// With the RAM's descriptor for the one region.
  void refuses(const std::string& warning, MemoryRegion region) {
    ends(warning, [&](Qemu& qemu) { qemu.send_table({region}, {qemu.ram.fd()}); });
  }
  void refuses_file(const std::string& warning, int fd) {
    ends(warning, [&](Qemu& qemu) { qemu.send_table({{0, 0x1000, 0, 0}}, {fd}); });
  }
  void cut_short(const SharedRam& ram) { ASSERT_EQ(::ftruncate(ram.fd(), 0), 0); }
};

TEST_F(HostileMemory, ATableOfNoOrTooManyRegionsEndsTheConnection) {
  ends("for 0 regions", [](Qemu& qemu) { qemu.send_table({}, {}); });
  ends("for 9 regions", [](Qemu& qemu) {
    qemu.send_table(std::vector<MemoryRegion>(9, qemu.ram.region()), {qemu.ram.fd()});
  });
  ends("SET_MEM_TABLE of 40 bytes for 2 regions", [](Qemu& qemu) {
    qemu.front_end.send(VHOST_USER_SET_MEM_TABLE,
                        testing::join(bytes_of(MemoryRegions{2, 0}), bytes_of(qemu.ram.region())),
                        {qemu.ram.fd(), qemu.ram.fd()});
  });
  ends("SET_MEM_TABLE of 8 bytes for 4294967295 regions", [](Qemu& qemu) {
    qemu.front_end.send(VHOST_USER_SET_MEM_TABLE, MemoryRegions{0xffffffff, 0});
  });
}

TEST_F(HostileMemory, ATableWithoutADescriptorForEachRegionEndsTheConnection) {
  ends("with 0 descriptors for 1 regions",
       [](Qemu& qemu) { qemu.send_table({qemu.ram.region()}, {}); });
  ends("with 2 descriptors for 1 regions",
       [](Qemu& qemu) { qemu.send_table({qemu.ram.region()}, {qemu.ram.fd(), qemu.ram.fd()}); });
}

TEST_F(HostileMemory, RegionsThatOverlapEndTheConnection) {
  ends("overlap", [](Qemu& qemu) {
    qemu.send_table({qemu.ram.region(), qemu.ram.region()}, {qemu.ram.fd(), qemu.ram.fd()});
  });
}

TEST_F(HostileMemory, ARegionThatWrapsOrHasNoSizeEndsTheConnection) {
  refuses("ends behind the last address", {kTop - 0xffe, 0x1000, 0, 0});
  refuses("ends behind the last address", {0, 0x1000, kTop - 0xffe, 0});
  refuses("it has no size", {0, 0, 0, 0});
}

TEST_F(HostileMemory, ARegionBeyondItsFileEndsTheConnection) {
  refuses("do not fit into its file", {0, 0x40001, 0, 0});
  refuses("do not fit into its file", {0, 0x1000, 0, 0x40000});
  refuses("do not fit into its file", {0, 0x40000, 0, 1});
  refuses("do not fit into its file", {0, kTop, 0, 0});
  refuses("do not fit into its file", {0, 0x1000, 0, kTop});
  refuses("do not fit into its file", {0, 0x1000, 0, kTop - 0xfff});
}

TEST_F(HostileMemory, ADescriptorWithoutMemoryEndsTheConnection) {
  const UniqueFd event(::eventfd(0, EFD_CLOEXEC));
  const UniqueFd zero(::open("/dev/zero", O_RDWR | O_CLOEXEC));
  const UniqueFd folder(::open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const UniqueFd path_only(::open("/proc/self/exe", O_PATH | O_CLOEXEC));
  const UniqueFd disk(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  for (const int fd : {event.get(), zero.get(), folder.get(), path_only.get(), disk.get()}) {
    refuses_file("its descriptor is not memory", fd);
  }
}

TEST_F(HostileMemory, MemoryThatIsSealedAgainstWritingEndsTheConnection) {
  const UniqueFd sealed(::memfd_create("sealed", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  ASSERT_EQ(::ftruncate(sealed.get(), 0x1000), 0);
  ASSERT_EQ(::fcntl(sealed.get(), F_ADD_SEALS, F_SEAL_WRITE), 0);
  refuses_file("it cannot be mapped", sealed.get());
}

// The bench may move lines in the very turn in which the connection ends.
TEST_F(HostileMemory, MemoryThatIsCutShortEndsTheConnection) {
  auto qemu = running_qemu();
  EXPECT_EQ(qemu->ask(VIRTIO_GPIO_MSG_SET_DIRECTION, 0, 1), "OK 0");
  ends(*qemu, "truncated", [this](Qemu& hostile) {
    cut_short(hostile.ram);
    hostile.kick(0);
  });
}

TEST_F(HostileMemory, MemoryThatIsCutShortBeforeAnyBufferCameEndsTheConnection) {
  auto qemu = running_qemu();
  ends(*qemu, "truncated", [this](Qemu& hostile) {
    cut_short(hostile.ram);
    hostile.kick(0);
  });
}

TEST_F(HostileMemory, MemoryThatIsTruncatedUnderAnEdgeDoesNotAffectOthers) {
  auto qemu = running_qemu();
  arm(*qemu, 3);
  cut_short(qemu->ram);
  lines_.pulse(3);
  ends(*qemu, "truncated", [](Qemu& hostile) { hostile.kick(1); });
}

TEST_F(HostileMemory, MemoryThatIsCutShortWhileARingStartsEndsTheConnection) {
  ends("truncated", [this](Qemu& qemu) {
    qemu.send_features(Qemu::kAll);
    qemu.send_memory();
    qemu.send_ring(0);
    EXPECT_TRUE(qemu.front_end.is_served());
    cut_short(qemu.ram);
    qemu.enable(0, 1);
  });
}

// Between the loss and its end come further messages: they must not bring the device back to rings
// that are gone.
TEST_F(HostileMemory, MessagesBehindALossBringNothingBack) {
  auto qemu = running_qemu();
  arm(*qemu, 3);
  SharedRam other(0x40000);
  // The bench moves the line in the turn in which the connection ends.
  const auto pulse = [this](Time) {
    if (!log_.warnings("truncated").empty()) lines_.pulse(3);
  };
  loop_.set_hooks({.begin = pulse, .end = [] { return Time::max(); }});
  ends(*qemu, "truncated", [&](Qemu& hostile) {
    cut_short(hostile.ram);
    hostile.front_end.send(VHOST_USER_GET_VRING_BASE, VringState{0, 0});
    hostile.send_ring(0);  // it starts, and the loss is found
    hostile.front_end.send(VHOST_USER_GET_VRING_BASE, VringState{1, 0});
    hostile.send_memory_of(other);  // ring 1 had its buffers in what goes now
  });
  loop_.set_hooks({});
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
