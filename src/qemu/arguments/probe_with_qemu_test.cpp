// These need the distribution's QEMU (package qemu-system-arm) and fail without it.

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "base/testing/temp_folder.hpp"
#include "qemu/arguments/probe.hpp"

namespace pinbridge::qemu {
namespace {

using ::testing::HasSubstr;

Result<Probe> ask(std::vector<std::string> argv,
                  std::chrono::milliseconds deadline = kProbeDeadline) {
  return probe(CommandLine::parse(std::move(argv)).value(), {}, deadline);
}

std::string refusal(std::vector<std::string> argv) {
  const auto answer = ask(std::move(argv));
  return answer ? "" : answer.error().message;
}

TEST(ProbeWithQemu, VirtHasPciAndMmioAndItsMemoryCanBeReplaced) {
  const auto virt = ask({"qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a53", "-m", "256"});
  ASSERT_TRUE(virt) << virt.error().message;
  EXPECT_GE(virt->version.major, 7);
  EXPECT_EQ(virt->ram_bytes, 256U << 20);
  EXPECT_TRUE(virt->takes_memory_backend);
  EXPECT_TRUE(virt->has_pci);
  EXPECT_EQ(virt->virtio_mmio_transports, 32U);
  EXPECT_TRUE(virt->has_gpio_pci);
  EXPECT_TRUE(virt->has_gpio_mmio);
}

TEST(ProbeWithQemu, VexpressHasMmioOnlyAndMemoryOfItsOwnSize) {
  const auto vexpress = ask({"qemu-system-arm", "-M", "vexpress-a9"});
  ASSERT_TRUE(vexpress) << vexpress.error().message;
  EXPECT_EQ(vexpress->ram_bytes, 128U << 20);
  EXPECT_TRUE(vexpress->takes_memory_backend);
  EXPECT_FALSE(vexpress->has_pci);
  EXPECT_EQ(vexpress->virtio_mmio_transports, 4U);
}

TEST(ProbeWithQemu, ASabreliteHasItsUsbSocketOnTheSecondBus) {
  const auto sabrelite = probe(CommandLine::parse({"qemu-system-arm", "-M", "sabrelite"}).value(),
                               {.devices = {}, .trace_events = {}, .usb = true});
  ASSERT_TRUE(sabrelite) << sabrelite.error().message;
  EXPECT_TRUE(sabrelite->has_usb);
  EXPECT_EQ(sabrelite->usb_bus, "usb-bus.1");
  // QEMU 7.2 has no PCI here.
  EXPECT_EQ(sabrelite->pci_bus, sabrelite->has_pci ? "dw-pcie" : "");
}

TEST(ProbeWithQemu, AMicrocontrollerHasNeither) {
  const auto board = ask({"qemu-system-arm", "-M", "lm3s6965evb"});
  ASSERT_TRUE(board) << board.error().message;
  EXPECT_FALSE(board->takes_memory_backend);
  EXPECT_FALSE(board->has_pci);
  EXPECT_EQ(board->virtio_mmio_transports, 0U);
}

TEST(ProbeWithQemu, LooksAtTheMachineWithoutTheRestOfTheCommand) {
  const auto virt = ask({"qemu-system-aarch64", "-M", "virt,memory-backend=mine", "-object",
                         "memory-backend-memfd,id=mine,size=64M", "-m", "64", "-nographic",
                         "-kernel", "/nowhere/Image", "-device", "no-such-device"});
  ASSERT_TRUE(virt) << virt.error().message;
  EXPECT_EQ(virt->ram_bytes, 64U << 20);
}

TEST(ProbeWithQemu, AMachineThatDoesNotStartWithoutWhatItBootsFromGetsIt) {
  const testing::TempFolder folder;
  const std::string image = folder.path() / "image";
  std::ofstream(image) << std::string(4096, '\0');
  const auto kernel = ask({"qemu-system-arm", "-M", "sx1", "-kernel", image});
  EXPECT_TRUE(kernel) << kernel.error().message;
  // As large as the machine's flash memory.
  std::filesystem::resize_file(image, 32U << 20);
  const auto flash =
      ask({"qemu-system-arm", "-M", "sx1", "-drive", "if=pflash,format=raw,file=" + image});
  EXPECT_TRUE(flash) << flash.error().message;
  EXPECT_THAT(refusal({"qemu-system-arm", "-M", "sx1", "-kernel", image + "-not"}),
              HasSubstr("could not load kernel"));
}

TEST(ProbeWithQemu, ShowsQemusMessageWhenItRefusesTheMachine) {
  EXPECT_THAT(refusal({"qemu-system-arm", "-M", "vurt"}),
              ::testing::AllOf(HasSubstr("cannot ask qemu-system-arm about its machine vurt"),
                               HasSubstr("unsupported machine type"), HasSubstr("-machine help")));
  EXPECT_THAT(refusal({"qemu-system-arm"}), HasSubstr("No machine specified"));
  EXPECT_THAT(refusal({"qemu-system-arm", "-M", "virt", "-m", "1x"}), HasSubstr("-m 1x"));
  EXPECT_THAT(refusal({"qemu-system-arm", "-M", "help"}), HasSubstr("Supported machines"));
}

TEST(ProbeWithQemu, LeavesNoProcessBehind) {
  ASSERT_TRUE(ask({"qemu-system-arm", "-M", "virt"}));
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "there is still a child";
}

}  // namespace
}  // namespace pinbridge::qemu
