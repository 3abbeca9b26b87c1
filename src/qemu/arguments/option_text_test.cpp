#include "qemu/arguments/option_text.hpp"

#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

constexpr std::uint64_t kDefaultUnit = 1 << 20;

TEST(OptionText, ReadsKeysValuesAndTheImpliedKey) {
  const auto text = OptionText::parse("virt,gic-version=3,secure", "type");
  EXPECT_EQ(text.find("type"), "virt");
  EXPECT_EQ(text.find("gic-version"), "3");
  EXPECT_EQ(text.find_bool("secure"), true);
  EXPECT_FALSE(text.find("its"));
  EXPECT_FALSE(text.find_bool("its"));
}

TEST(OptionText, DoubledCommasBelongToTheValueThereAndBack) {
  const auto text = OptionText::parse("mem-path=/a,,b,share=on");
  EXPECT_EQ(text.find("mem-path"), "/a,b");
  EXPECT_EQ(text.text(), "mem-path=/a,,b,share=on");
}

TEST(OptionText, TheLastOfEqualKeysIsInForceAlsoAcrossOptions) {
  auto text = OptionText::parse("virt,memory-backend=a", "type");
  text.merge(OptionText::parse("memory-backend=b", "type"));
  EXPECT_EQ(text.find("memory-backend"), "b");
  EXPECT_EQ(text.find("type"), "virt");
  text.erase("memory-backend");
  EXPECT_EQ(text.text(), "type=virt");
  EXPECT_EQ(text.text("type"), "virt");
}

TEST(OptionText, ReadsJson) {
  const auto text =
      OptionText::parse_json(R"({"qom-type": "memory-backend-ram", "share": true, "size": 4096})");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->find("qom-type"), "memory-backend-ram");
  EXPECT_EQ(text->find_bool("share"), true);
  EXPECT_EQ(text->find("size"), "4096");
  EXPECT_FALSE(OptionText::parse_json("{\"share\":"));
  EXPECT_FALSE(OptionText::parse_json("[1]"));
}

TEST(OptionText, ReadsSizesAsQemuDoes) {
  EXPECT_EQ(parse_size("256", kDefaultUnit), 256 * kDefaultUnit);
  EXPECT_EQ(parse_size("256M", kDefaultUnit), 256 * kDefaultUnit);
  EXPECT_EQ(parse_size("1g", kDefaultUnit), 1024 * kDefaultUnit);
  EXPECT_EQ(parse_size("1.5G", kDefaultUnit), 1536 * kDefaultUnit);
  EXPECT_EQ(parse_size("4096b", kDefaultUnit), 4096U);
  EXPECT_EQ(parse_size("4096", 1), 4096U);
  for (const char* wrong : {"", "M", "-1", "12x", "1GB", "nan", "inf", "1e30G", "0.3b"}) {
    EXPECT_FALSE(parse_size(wrong, kDefaultUnit)) << wrong;
  }
}

TEST(OptionText, WritesSizesInTheLargestExactUnit) {
  EXPECT_EQ(size_text(128 * kDefaultUnit), "128M");
  EXPECT_EQ(size_text(1024 * kDefaultUnit), "1G");
  EXPECT_EQ(size_text(1536 * kDefaultUnit), "1536M");
  EXPECT_EQ(size_text(1000), "1000b");
}

}  // namespace
}  // namespace pinbridge::qemu
