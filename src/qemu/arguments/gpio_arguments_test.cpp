#include "qemu/arguments/gpio_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Probe kVirt{.version = {10, 0},
                  .ram_bytes = 128 << 20,
                  .takes_memory_backend = true,
                  .has_pci = true,
                  .virtio_mmio_transports = 32,
                  .has_gpio_pci = true,
                  .has_gpio_mmio = true};

Probe vexpress() {
  Probe probe = kVirt;
  probe.has_pci = false;
  probe.virtio_mmio_transports = 4;
  return probe;
}

CommandLine command(std::vector<std::string> more = {}) {
  std::vector<std::string> argv{"q", "-M", "board"};
  argv.insert(argv.end(), more.begin(), more.end());
  return CommandLine::parse(std::move(argv)).value();
}

const Chip kChip{"vm", "/run/s", {}};

std::string why_not(const Probe& probe, std::vector<std::string> more = {},
                    const Chip& chip = kChip) {
  const auto arguments = gpio_arguments(command(std::move(more)), probe, {chip});
  return arguments ? "" : arguments.error().message;
}

TEST(GpioArguments, OnPciAddMemoryChardevAndDevice) {
  EXPECT_THAT(gpio_arguments(command(), kVirt, {kChip}).value(),
              ElementsAre("-object", "memory-backend-memfd,id=pinbridge-ram,size=128M,share=on",
                          "-machine", "memory-backend=pinbridge-ram",        //
                          "-chardev", "socket,path=/run/s,id=pinbridge-vm",  //
                          "-device", "vhost-user-gpio-pci,chardev=pinbridge-vm"));
}

TEST(GpioArguments, NameTheBusThatTheGuestFindsDevicesOnOrTheChipsOwn) {
  Probe sabrelite = kVirt;
  sabrelite.pci_bus = "dw-pcie";
  const std::vector<Chip> chips{{.id = "a", .socket = "/a", .transport = {}},
                                {.id = "b", .socket = "/b", .transport = {}, .bus = "pcie"}};
  const auto arguments = gpio_arguments(command(), sabrelite, chips).value();
  EXPECT_EQ(shell_quote({arguments.begin() + 4, arguments.end()}),
            "-chardev socket,path=/a,id=pinbridge-a "
            "-device vhost-user-gpio-pci,chardev=pinbridge-a,bus=dw-pcie "
            "-chardev socket,path=/b,id=pinbridge-b "
            "-device vhost-user-gpio-pci,chardev=pinbridge-b,bus=pcie");
}

TEST(GpioArguments, WithoutPciTakeMmioOfVirtio1OnceForAllChips) {
  const std::vector<Chip> chips{{"a", "/a", {}}, {"b", "/b", {}}};
  const auto arguments = gpio_arguments(command(), vexpress(), chips).value();
  EXPECT_EQ(shell_quote({arguments.begin() + 4, arguments.end()}),
            "-chardev socket,path=/a,id=pinbridge-a "
            "-device vhost-user-gpio-device,chardev=pinbridge-a "
            "-chardev socket,path=/b,id=pinbridge-b "
            "-device vhost-user-gpio-device,chardev=pinbridge-b "
            "-global virtio-mmio.force-legacy=false");
}

TEST(GpioArguments, AChipsOwnTransportGoesFirst) {
  const auto arguments =
      gpio_arguments(command(), kVirt, {{"a", "/a", Transport::mmio}, {"b", "/b", {}}}).value();
  EXPECT_THAT(arguments, ::testing::IsSupersetOf({"vhost-user-gpio-device,chardev=pinbridge-a",
                                                  "vhost-user-gpio-pci,chardev=pinbridge-b"}));
}

TEST(GpioArguments, AreNoneForABoardWithoutChips) {
  EXPECT_THAT(gpio_arguments(command(), Probe{}, {}).value(), ::testing::IsEmpty());
}

TEST(GpioArguments, EscapeCommasInPathsAndMakeIdsThatQemuTakes) {
  const std::vector<Chip> chips{{"a b", "/x,y/s", {}}, {"a_b", "/t", {}}};
  const auto arguments = gpio_arguments(command(), kVirt, chips).value();
  EXPECT_THAT(arguments, ::testing::IsSupersetOf({"socket,path=/x,,y/s,id=pinbridge-a_b",
                                                  "socket,path=/t,id=pinbridge-a_b-2"}));
}

TEST(GpioArguments, TheUsersOwnSharedMemoryIsUsedAsItIs) {
  const std::vector<std::string> by_machine{"-object", "memory-backend-memfd,id=m,size=1G",
                                            "-machine", "memory-backend=m"};
  const std::vector<std::string> by_numa{
      "-object", "memory-backend-file,id=m,mem-path=/f,size=1G,share=on", "-numa", "node,memdev=m"};
  for (const auto& memory : {by_machine, by_numa}) {
    EXPECT_THAT(gpio_arguments(command(memory), kVirt, {kChip}).value(),
                ElementsAre("-chardev", "socket,path=/run/s,id=pinbridge-vm", "-device",
                            "vhost-user-gpio-pci,chardev=pinbridge-vm"));
  }
}

TEST(GpioArguments, MemoryThatCannotBeSharedIsRefused) {
  const std::string file = "memory-backend-file,id=m,mem-path=/f,size=1G";
  EXPECT_THAT(why_not(kVirt, {"-object", file, "-M", "memory-backend=m"}),
              AllOf(HasSubstr("the memory backend m is not shared"), HasSubstr("share=on")));
  EXPECT_THAT(why_not(kVirt, {"-object", file, "-numa", "node,memdev=m"}),
              HasSubstr("the memory backend m is not shared"));
  EXPECT_THAT(why_not(kVirt, {"-M", "memory-backend=lost"}),
              HasSubstr("-machine memory-backend=lost names a memory backend that no -object"));
  EXPECT_THAT(why_not(kVirt, {"-mem-path", "/dev/shm"}),
              AllOf(HasSubstr("-mem-path is not shared"),
                    HasSubstr("memory-backend-file,id=ram,mem-path=/dev/shm,size=128M,share=on")));
  Probe own = kVirt;
  own.takes_memory_backend = false;
  EXPECT_THAT(why_not(own), HasSubstr("machine board has memory of its own"));
}

TEST(GpioArguments, SharedRamIsRefusedWhereQemuHasNoDescriptorForIt) {
  const std::vector<std::string> ram{"-object", "memory-backend-ram,id=m,size=1G,share=on", "-M",
                                     "memory-backend=m"};
  Probe old = kVirt;
  old.version = {7, 2};
  EXPECT_THAT(why_not(old, ram), HasSubstr("QEMU 7.2 cannot share the memory backend m"));
  EXPECT_EQ(why_not(kVirt, ram), "");
}

TEST(GpioArguments, AMachineWithoutTheTransportIsRefused) {
  Probe neither = vexpress();
  neither.virtio_mmio_transports = 0;
  EXPECT_THAT(why_not(neither), HasSubstr("machine board has neither PCI nor virtio-mmio"));
  EXPECT_THAT(why_not(vexpress(), {}, {"vm", "/s", Transport::pci}),
              HasSubstr("machine board has no PCI, which chip vm asks for"));
  Probe pci_only = kVirt;
  pci_only.virtio_mmio_transports = 0;
  EXPECT_THAT(why_not(pci_only, {}, {"vm", "/s", Transport::mmio}),
              HasSubstr("machine board has no virtio-mmio, which chip vm asks for"));
}

TEST(GpioArguments, MoreChipsThanMmioTransportsAreRefused) {
  const auto arguments = gpio_arguments(command(), vexpress(), std::vector<Chip>(5, kChip));
  ASSERT_FALSE(arguments);
  EXPECT_THAT(arguments.error().message,
              HasSubstr("has 4 virtio-mmio transports, and the board has 5 chips"));
}

TEST(GpioArguments, AQemuWithoutTheDeviceIsRefused) {
  Probe old = kVirt;
  old.version = {6, 2};
  old.has_gpio_pci = false;
  EXPECT_EQ(why_not(old), "q (QEMU 6.2) has no device vhost-user-gpio-pci; use QEMU 9.0 or later");
}

TEST(GpioArguments, DaemonizeIsRefused) {
  EXPECT_THAT(why_not(kVirt, {"-daemonize"}), HasSubstr("leave it out"));
}

TEST(GpioArguments, ForReadingNeedNoQemu) {
  EXPECT_EQ(shell_quote(arguments_for_reading({{"vm", "/s", {}}}, "256", Transport::mmio)),
            "-object memory-backend-memfd,id=pinbridge-ram,size=256M,share=on "
            "-machine memory-backend=pinbridge-ram -chardev socket,path=/s,id=pinbridge-vm "
            "-device vhost-user-gpio-device,chardev=pinbridge-vm "
            "-global virtio-mmio.force-legacy=false");
}

TEST(ShellQuote, QuotesOnlyWhatAShellWouldTouch) {
  EXPECT_EQ(shell_quote({"-m", "1G", "a b", "it's", "", "$x", "a=b,c:d"}),
            R"(-m 1G 'a b' 'it'\''s' '' '$x' a=b,c:d)");
}

}  // namespace
}  // namespace pinbridge::qemu
