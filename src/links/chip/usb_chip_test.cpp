#include "links/chip/usb_chip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::chip {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using Given = std::map<std::string, std::string>;

std::unique_ptr<Part> make_usb(Given given, std::size_t problems = 0) {
  Attributes attributes(std::move(given));
  auto part = usb_chip_type().make(attributes);
  EXPECT_THAT(attributes.problems(), SizeIs(problems));
  return part;
}

UsbChip& usb(const std::unique_ptr<Part>& part) {
  return dynamic_cast<UsbChip&>(*part);
}

TEST(UsbChip, HasTheLinesOfItsModel) {
  EXPECT_EQ(usb(make_usb({})).count(), 8);
  EXPECT_EQ(usb(make_usb({{"model", "cp2112"}})).count(), 8);
  EXPECT_EQ(usb(make_usb({{"model", "dln2"}})).count(), 32);
}

TEST(UsbChip, AModelThatThereIsNotIsNoted) {
  Attributes attributes(Given{{"model", "mcp2221"}});
  EXPECT_TRUE(usb_chip_type().make(attributes));
  ASSERT_THAT(attributes.problems(), SizeIs(1));
  EXPECT_THAT(attributes.problems()[0].message,
              HasSubstr("\"mcp2221\" is not one of \"cp2112\", \"dln2\""));
}

TEST(UsbChip, APullOfALineThatItsModelHasNotIsNoted) {
  make_usb({{"model", "cp2112"}, {"pull", "8:up"}}, 1);
  make_usb({{"model", "dln2"}, {"pull", "8:up"}}, 0);
}

TEST(UsbChip, IsTheSameHardwareWhereModelAndMachineAre) {
  const auto part = make_usb({{"machine", "m"}});
  EXPECT_TRUE(usb(part).is_same_hardware(usb(make_usb({{"machine", "m"}, {"names", "a"}}))));
  EXPECT_FALSE(usb(part).is_same_hardware(usb(make_usb({}))));
  EXPECT_FALSE(usb(part).is_same_hardware(usb(make_usb({{"machine", "m"}, {"model", "dln2"}}))));
  EXPECT_FALSE(usb(part).become(*make_usb({{"machine", "m"}, {"model", "dln2"}})));
}

TEST(UsbChip, ABusIsHardwareAndOneWordOfQemu) {
  const auto part = make_usb({{"bus", "usb-bus.1"}});
  EXPECT_EQ(usb(part).bus(), "usb-bus.1");
  EXPECT_TRUE(usb(part).become(*make_usb({{"bus", "usb-bus.1"}, {"names", "a"}})));
  EXPECT_FALSE(usb(part).become(*make_usb({})));
  for (const char* name : {"usb-bus.1,port=2", "a b", "\n"}) make_usb({{"bus", name}}, 1);
}

TEST(UsbChip, TakesNoLinesAttribute) {
  for (const AttributeSpec& spec : usb_chip_type().attributes) EXPECT_NE(spec.name, "lines");
}

}  // namespace
}  // namespace pinbridge::chip
