#include "qemu/arguments/native_arguments.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// What follows the user's command, whose program is `q`.
Result<std::vector<std::string>> native(std::vector<std::string> arguments,
                                        const std::filesystem::path& directory = "/run/m") {
  arguments.insert(arguments.begin(), "q");
  return native_arguments(CommandLine::parse(std::move(arguments)).value(), {11, 1}, directory);
}

std::string native_refused(std::vector<std::string> arguments,
                           const std::filesystem::path& directory = "/run/m") {
  const auto words = native(std::move(arguments), directory);
  if (words) return "";
  EXPECT_EQ(words.error().code, ErrorCode::unsupported);
  return words.error().message;
}

TEST(NativeArguments, GiveAMonitorQtestTheLogAndAMachineThatWaits) {
  EXPECT_THAT(
      native({"-M", "virt", "-monitor", "none"}).value(),
      ElementsAre("-chardev", "socket,path=/run/m/qmp,id=pinbridge-qmp-start,reconnect-ms=250",
                  "-mon", "chardev=pinbridge-qmp-start,mode=control", "-chardev",
                  "socket,path=/run/m/qtest,id=qtest,reconnect-ms=250", "-qtest", "chardev:qtest",
                  "-qtest-log", "/dev/null", "-D", "/run/m/log", "-msg", "timestamp=on", "-S"));
}

TEST(NativeArguments, TheMonitorOfAMachineThatItsUserStoppedHasAnotherId) {
  const auto words = native({"-M", "virt", "-S"}).value();
  EXPECT_THAT(words,
              ::testing::Contains("socket,path=/run/m/qmp,id=pinbridge-qmp,reconnect-ms=250"));
  EXPECT_THAT(words, ::testing::Contains("chardev=pinbridge-qmp,mode=control"));
  EXPECT_THAT(words, Not(::testing::Contains("-S"))) << "it is there already";
}

TEST(NativeArguments, QemusOwnMonitorStaysWhereItWouldBeWithoutThem) {
  const auto monitor = [](std::vector<std::string> arguments) {
    const auto words = native(std::move(arguments)).value();
    const auto last = std::ranges::find(words, "-S") + 1;
    return fmt::format("{}", fmt::join(last, words.end(), " "));
  };
  EXPECT_EQ(monitor({"-nographic"}), "-serial mon:stdio");
  EXPECT_EQ(monitor({"-nographic", "-serial", "null"}), "-monitor stdio");
  EXPECT_EQ(monitor({"-display", "none"}), "-monitor vc:80Cx24C");
  EXPECT_EQ(monitor({"-nographic", "-serial", "mon:stdio"}), "");
  for (const char* option : {"-monitor", "-mon", "-qmp", "-qmp-pretty"}) {
    EXPECT_EQ(monitor({"-nographic", option, "stdio"}), "") << option;
  }
  EXPECT_EQ(monitor({"-nographic", "-nodefaults"}), "");
}

TEST(NativeArguments, HowMessagesLookIsLeftToAUserWhoSays) {
  EXPECT_THAT(native({"-msg", "guest-name=on"}).value(), Not(::testing::Contains("-msg")));
}

TEST(NativeArguments, CommasInThePathAreDoubledWhereQemuReadsOptions) {
  const auto words = native({}, "/run/a,b").value();
  EXPECT_THAT(words, ::testing::Contains(
                         "socket,path=/run/a,,b/qmp,id=pinbridge-qmp-start,reconnect-ms=250"));
  EXPECT_THAT(words, ::testing::Contains("socket,path=/run/a,,b/qtest,id=qtest,reconnect-ms=250"));
  EXPECT_THAT(words, ::testing::Contains("/run/a,b/log"));
}

TEST(NativeArguments, ForAPersonTheyAreThoseOfAMachineThatWaitsInWordsOfEachVersion) {
  auto words = native({"-nodefaults"}).value();
  for (std::string& word : words) {
    const auto option = word.find(",reconnect-ms=250");
    if (option != std::string::npos) word.erase(option);
  }
  EXPECT_EQ(native_arguments_for_reading("/run/m"), words);
}

TEST(NativeArguments, EarlierVersionsConnectAgainInTheirWords) {
  const auto command = CommandLine::parse({"q"}).value();
  for (const Version version : {Version{7, 2}, Version{9, 1}}) {
    EXPECT_THAT(native_arguments(command, version, "/run/m").value(),
                ::testing::Contains("socket,path=/run/m/qtest,id=qtest,reconnect=1"));
  }
}

TEST(NativeArguments, ALogOfTheUsersIsRefusedWithItsNameAndTheCure) {
  EXPECT_THAT(native_refused({"-D", "/tmp/my log"}),
              ::testing::AllOf(HasSubstr("-D /tmp/my log"), HasSubstr("leave it out")));
  EXPECT_THAT(native_refused({"--D", "x"}), HasSubstr("-D x"));
}

TEST(NativeArguments, AFileForTheTraceIsRefusedForItWouldTakeTheLog) {
  EXPECT_THAT(native_refused({"-trace", "enable=foo_*,file=/tmp/t"}),
              ::testing::AllOf(HasSubstr("file=/tmp/t of -trace"), HasSubstr("leave it out")));
  EXPECT_THAT(native_refused({"--trace", "file=t", "-trace", "foo"}),
              HasSubstr("file=t of -trace"));
  EXPECT_EQ(native_refused({"-trace", "foo", "-trace", "enable=bar", "-trace", "events=/tmp/e"}),
            "");
}

TEST(NativeArguments, AQtestSocketOfTheUsersIsRefused) {
  EXPECT_THAT(native_refused({"-qtest", "unix:q"}),
              ::testing::AllOf(HasSubstr("-qtest is given already"), HasSubstr("leave it out")));
}

TEST(NativeArguments, AnOtherMonitorAndOtherEventsOfTheUsersAreLeftAlone) {
  EXPECT_EQ(native_refused({"-qmp", "unix:s,server", "-trace", "foo", "-d", "guest_errors",
                            "-qtest-log", "none", "-monitor", "stdio"}),
            "");
}

TEST(NativeArguments, APathThatQemuWouldTakeForAPatternIsRefused) {
  EXPECT_THAT(native_refused({}, "/run/100%d"), HasSubstr("not allow % in the name of its log"));
}

}  // namespace
}  // namespace pinbridge::qemu
