#include "bench/attributes.hpp"

#include <gtest/gtest.h>

namespace pinbridge {
namespace {

TEST(Attributes, AbsentOnesFallBackWithoutAProblem) {
  Attributes attributes;
  EXPECT_EQ(attributes.text("label"), std::nullopt);
  EXPECT_EQ(attributes.integer("lines", 1, 1024, 32), 32);
  EXPECT_EQ(attributes.number("bounce-ms", 0, 10, 1.5), 1.5);
  EXPECT_TRUE(attributes.flag("bounce", true));
  EXPECT_TRUE(attributes.problems().empty());
}

TEST(Attributes, ReadsWhatTheFileGives) {
  Attributes attributes({{"lines", "8"}, {"bounce-ms", "0.5"}, {"bounce", "0"}, {"mode", "two"}});
  EXPECT_EQ(attributes.integer("lines", 1, 1024, 32), 8);
  EXPECT_EQ(attributes.number("bounce-ms", 0, 10, 1.5), 0.5);
  EXPECT_FALSE(attributes.flag("bounce", true));
  EXPECT_EQ(attributes.choice<int>("mode", {{"one", 1}, {"two", 2}}, 0), 2);
  EXPECT_TRUE(attributes.problems().empty());
}

TEST(Attributes, NotesEveryProblemAndSaysWhatWouldBeRight) {
  Attributes attributes(
      {{"lines", "1025"}, {"more", "8x"}, {"bounce-ms", "nan"}, {"bounce", "off"}, {"mode", "3"}});
  EXPECT_EQ(attributes.integer("lines", 1, 1024, 32), 32);
  EXPECT_EQ(attributes.integer("more", 1, 1024, 32), 32);
  EXPECT_EQ(attributes.number("bounce-ms", 0, 10, 1.5), 1.5);
  EXPECT_TRUE(attributes.flag("bounce", true));
  EXPECT_EQ(attributes.choice<int>("mode", {{"one", 1}, {"two", 2}}, 0), 0);
  ASSERT_EQ(attributes.problems().size(), 5U);
  EXPECT_EQ(attributes.problems()[0].name, "lines");
  EXPECT_EQ(attributes.problems()[0].message, "\"1025\" is not a whole number from 1 to 1024");
  EXPECT_EQ(attributes.problems()[4].message, "\"3\" is none of \"one\", \"two\"");
}

}  // namespace
}  // namespace pinbridge
