#include "qemu/arguments/usb_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

Probe virt() {
  Probe probe;
  probe.version = {10, 0};
  probe.has_pci = true;
  probe.has_xhci = true;
  probe.has_usb_redir = true;
  return probe;
}

Probe raspi3b() {
  Probe probe = virt();
  probe.version = {7, 2};
  probe.has_pci = false;
  probe.has_usb = true;
  return probe;
}

CommandLine command() {
  return CommandLine::parse({"q", "-M", "board"}).value();
}

const UsbChip kChip{"usb", "/run/s"};

TEST(UsbArguments, AddAControllerWhereTheMachineHasNone) {
  EXPECT_THAT(usb_arguments(command(), virt(), {kChip}).value(),
              ElementsAre("-device", "qemu-xhci,id=pinbridge-usb",  //
                          "-chardev",
                          "socket,path=/run/s,id=pinbridge-usb-2,reconnect-ms=250",  //
                          "-device", "usb-redir,chardev=pinbridge-usb-2,bus=pinbridge-usb.0"));
}

TEST(UsbArguments, UseTheMachinesOwnControllerAndTheOptionOfOlderQemus) {
  EXPECT_THAT(usb_arguments(command(), raspi3b(), {{"a b", "/run/s,1"}, kChip}).value(),
              ElementsAre("-chardev", "socket,path=/run/s,,1,id=pinbridge-a_b,reconnect=1",
                          "-device", "usb-redir,chardev=pinbridge-a_b", "-chardev",
                          "socket,path=/run/s,id=pinbridge-usb-2,reconnect=1", "-device",
                          "usb-redir,chardev=pinbridge-usb-2"));
}

TEST(UsbArguments, NameTheBusThatHasASocketOrTheChipsOwn) {
  Probe sabrelite = raspi3b();
  sabrelite.usb_bus = "usb-bus.1";
  const UsbChip other{.id = "b", .socket = "/run/b", .bus = "usb-bus.0"};
  EXPECT_THAT(usb_arguments(command(), sabrelite, {kChip, other}).value(),
              IsSupersetOf({"usb-redir,chardev=pinbridge-usb-2,bus=usb-bus.1",
                            "usb-redir,chardev=pinbridge-b,bus=usb-bus.0"}));
}

TEST(UsbArguments, AddNoControllerIfEachChipNamesItsBus) {
  const UsbChip own{.id = "b", .socket = "/run/b", .bus = "mine.0"};
  EXPECT_THAT(usb_arguments(command(), virt(), {own}).value(), SizeIs(4));
  EXPECT_THAT(usb_arguments(command(), virt(), {own, kChip}).value(), SizeIs(10));
}

TEST(UsbArguments, AreNoneWithoutChips) {
  const auto none = usb_arguments(command(), {}, {});
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_THAT(*none, IsEmpty());
  EXPECT_THAT(usb_arguments_for_reading({}), IsEmpty());
}

TEST(UsbArguments, ReportAMachineThatCanHaveNoUsb) {
  Probe probe = raspi3b();
  probe.has_usb = false;
  EXPECT_THAT(usb_arguments(command(), probe, {kChip}).error().message,
              HasSubstr("machine board has neither USB nor PCI"));
}

TEST(UsbArguments, ReportAQemuWithoutRedirection) {
  Probe probe = virt();
  probe.has_usb_redir = false;
  EXPECT_THAT(usb_arguments(command(), probe, {kChip}).error().message,
              HasSubstr("q (QEMU 10.0) has no device usb-redir, which chip usb requires"));
}

TEST(UsbArguments, ForReadingAreOnesThatAllQemusTake) {
  EXPECT_THAT(usb_arguments_for_reading({kChip}),
              ElementsAre("-device", "qemu-xhci,id=pinbridge-usb", "-chardev",
                          "socket,path=/run/s,id=pinbridge-usb-2,reconnect=1", "-device",
                          "usb-redir,chardev=pinbridge-usb-2,bus=pinbridge-usb.0"));
}

}  // namespace
}  // namespace pinbridge::qemu
