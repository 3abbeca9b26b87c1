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

TEST(Attributes, NotesEveryProblemAndItsCure) {
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
  EXPECT_EQ(attributes.problems()[4].message, "\"3\" is not one of \"one\", \"two\"");
}

TEST(Attributes, AFrequencyMayBeInKilohertzOrMegahertz) {
  Attributes attributes({{"a", "12.5"}, {"b", "1.3k"}, {"c", "2m"}});
  EXPECT_EQ(attributes.frequency("a", 1, 5e6, 7), 12.5);
  EXPECT_EQ(attributes.frequency("b", 1, 5e6, 7), 1300);
  EXPECT_EQ(attributes.frequency("c", 1, 5e6, 7), 2e6);
  EXPECT_EQ(attributes.frequency("absent", 1, 5e6, 7), 7);
  EXPECT_TRUE(attributes.problems().empty());
}

TEST(Attributes, AnInvalidFrequencyOrOneOutOfRangeIsAProblem) {
  for (const char* wrong : {"k", "kk", "10 kHz", "0", "-1", "6m", "nan"}) {
    Attributes attributes(std::map<std::string, std::string>{{"a", wrong}});
    EXPECT_EQ(attributes.frequency("a", 1, 5e6, 7), 7);
    ASSERT_EQ(attributes.problems().size(), 1U) << wrong;
  }
  Attributes attributes(std::map<std::string, std::string>{{"a", "10 kHz"}});
  attributes.frequency("a", 0.5, 5e6, 7);
  EXPECT_EQ(attributes.problems()[0].message,
            "\"10 kHz\" is not a frequency from 0.5 to 5000000 Hz, such as \"500\" or \"1.5k\"");
}

TEST(Attributes, AnEmptyTextIsNotGivenAndAnEmptyFlagIsOff) {
  Attributes attributes({{"n", ""}, {"c", ""}, {"f", ""}, {"x", ""}, {"t", ""}});
  EXPECT_EQ(attributes.integer("n", 1, 9, 5), 5);
  EXPECT_EQ(attributes.number("x", 1, 9, 2.5), 2.5);
  EXPECT_EQ(attributes.choice<int>("c", {{"one", 1}}, 7), 7);
  EXPECT_FALSE(attributes.flag("f", true));
  EXPECT_EQ(attributes.given("t"), std::nullopt);
  EXPECT_TRUE(attributes.problems().empty());
}

}  // namespace
}  // namespace pinbridge
