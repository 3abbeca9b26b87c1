#include "host_gpio/host_gpio_part.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_gpio/libgpiod_line.hpp"

namespace pinbridge::host_gpio {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HostGpioPartTest : public ::testing::Test {
 protected:
  std::unique_ptr<Part> make(std::map<std::string, std::string> attributes) {
    Attributes read(std::move(attributes));
    auto part = host_gpio_type().make(read);
    problems_.clear();
    for (const AttributeProblem& problem : read.problems()) {
      if (!problem.harmless) problems_.push_back(problem.name + ": " + problem.message);
    }
    return part;
  }
  LineChoice choice(std::map<std::string, std::string> attributes) {
    return dynamic_cast<HostGpioPart&>(*make(std::move(attributes))).choice();
  }

  std::vector<std::string> problems_;
};

TEST_F(HostGpioPartTest, ReadsWhichLineItIs) {
  EXPECT_EQ(choice({{"chip", "gpiochip0"},
                    {"line", "LED"},
                    {"direction", "out"},
                    {"bias", "pull-down"},
                    {"drive", "open-source"}}),
            (LineChoice{"gpiochip0", "LED", LineDirection::out, LineBias::pull_down,
                        LineDrive::open_source}));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(HostGpioPartTest, AnInputAsItIsUnlessItsAttributesDiffer) {
  EXPECT_EQ(choice({{"chip", "/dev/gpiochip1"}, {"line", "3"}}),
            (LineChoice{"/dev/gpiochip1", "3", LineDirection::in, LineBias::as_is,
                        LineDrive::push_pull}));
}

TEST_F(HostGpioPartTest, ItsChipAndItsLineAreRequired) {
  make({});
  EXPECT_THAT(problems_,
              ElementsAre(HasSubstr("chip: it is required"), HasSubstr("line: it is required")));
}

TEST_F(HostGpioPartTest, AnInputDrivesNothing) {
  make({{"chip", "gpiochip0"}, {"line", "3"}, {"drive", "open-drain"}});
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("only an output has it")));
}

TEST_F(HostGpioPartTest, StaysConnectedOnlyIfItIsTheSameLine) {
  const auto part = make({{"chip", "gpiochip0"}, {"line", "3"}});
  EXPECT_TRUE(part->become(*make({{"chip", "gpiochip0"}, {"line", "3"}, {"bias", "as-is"}})));
  EXPECT_FALSE(part->become(*make({{"chip", "gpiochip0"}, {"line", "4"}})));
}

TEST_F(HostGpioPartTest, AProgramWithoutLibgpiodWarnsAndCannotOpenLines) {
  if (has_libgpiod()) GTEST_SKIP() << "built with libgpiod 2";
  Attributes attributes({{"chip", "gpiochip0"}, {"line", "3"}});
  host_gpio_type().make(attributes);
  ASSERT_EQ(attributes.problems().size(), 1U);
  EXPECT_TRUE(attributes.problems()[0].harmless);
  EXPECT_THAT(attributes.problems()[0].message, HasSubstr("without libgpiod 2"));
  EXPECT_THAT(open_line({"gpiochip0", "3"}).error().message, HasSubstr("without libgpiod 2"));
}

class OpenLineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_libgpiod()) GTEST_SKIP() << "built without libgpiod 2";
  }
};

TEST_F(OpenLineTest, AChipThatIsMissingIsRefused) {
  for (const char* chip : {"gpiochip9999", "/dev/gpiochip9999", "no such label"}) {
    EXPECT_THAT(open_line({chip, "3"}).error().message,
                HasSubstr(std::string("this machine has no GPIO chip \"") + chip + "\""));
  }
}

TEST_F(OpenLineTest, AnotherDeviceIsRefused) {
  EXPECT_THAT(open_line({"/dev/null", "3"}).error().message,
              HasSubstr("\"/dev/null\" is not a GPIO chip"));
}

}  // namespace
}  // namespace pinbridge::host_gpio
