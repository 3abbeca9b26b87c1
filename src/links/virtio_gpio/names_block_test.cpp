#include "links/virtio_gpio/names_block.hpp"

#include <gtest/gtest.h>

namespace pinbridge::virtio_gpio {
namespace {

using namespace std::string_literals;

TEST(NamesBlock, IsEmptyWhereNoLineHasAName) {
  EXPECT_EQ(names_block({}), "");
  EXPECT_EQ(names_block({"", "", ""}), "");
}

TEST(NamesBlock, HasAZeroTerminatedNameForEachLineAndOneZeroForOneWithout) {
  EXPECT_EQ(names_block({"led", "", "button", ""}), "led\0\0button\0\0"s);
}

TEST(NamesBlock, OfEqualNamesOnlyTheFirstStays) {
  EXPECT_EQ(names_block({"led", "led", "x", "led"}), "led\0\0x\0\0"s);
}

TEST(NamesBlock, BytesThatAreNotPrintableAsciiBecomeQuestionMarks) {
  EXPECT_EQ(names_block({"caf\xc3\xa9", "a\tb", "a\0b"s, "\x7f~ "}), "caf??\0a?b\0\0?~ \0"s);
}

}  // namespace
}  // namespace pinbridge::virtio_gpio
