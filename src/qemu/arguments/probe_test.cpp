#include "qemu/arguments/probe.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace pinbridge::qemu {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Programs that behave like no good QEMU.
class ProbeTest : public ::testing::Test {
 public:
  ~ProbeTest() override {
    fs::remove_all(directory_);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "there is still a child";
  }

 protected:
  ProbeTest() {
    std::string pattern = (fs::temp_directory_path() / "pinbridge-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }

  /// What is wrong with a QEMU that is this shell script.
  std::string why_not(const std::string& script) {
    const fs::path program = directory_ / "qemu-system-x";
    std::ofstream(program) << "#!/bin/sh\n" << script;
    fs::permissions(program, fs::perms::owner_all);
    const auto command = CommandLine::parse({program.string()}).value();
    const auto answer = probe(command, {}, std::chrono::milliseconds(200));
    return answer ? "" : answer.error().message;
  }

  fs::path directory_;
};

TEST_F(ProbeTest, NamesAProgramThatIsNotThere) {
  const auto missing = probe(CommandLine::parse({"qemu-system-nowhere"}).value());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("there is no program qemu-system-nowhere"));
}

TEST_F(ProbeTest, EndsOneThatDoesNotAnswer) {
  EXPECT_THAT(why_not("exec sleep 100"), HasSubstr("it does not answer in time"));
  EXPECT_THAT(why_not("trap '' TERM; exec cat >/dev/null"), HasSubstr("does not answer in time"));
}

TEST_F(ProbeTest, ShowsTheLastLinesOfOneThatFails) {
  const auto message = why_not(
      "for i in $(seq 1000); do echo noise $i; done >&2\n"
      "echo on stdout; echo at last >&2; exit 3");
  EXPECT_THAT(message, HasSubstr("it ended before it answered"));
  EXPECT_THAT(message, HasSubstr("\n  on stdout"));
  EXPECT_THAT(message, HasSubstr("\n  noise 1000\n  at last"));
  EXPECT_LT(message.size(), 5000U);
}

TEST_F(ProbeTest, BelievesNoAnswersOfAnotherShape) {
  EXPECT_THAT(why_not("echo '{\"hello\": 1}'; cat >/dev/null"),
              HasSubstr("its greeting is not QMP"));
  EXPECT_THAT(why_not("echo '{\"QMP\": {}}'; echo '{\"return\": {}}'; cat >/dev/null"),
              HasSubstr("does not answer like QEMU"));
}

TEST_F(ProbeTest, AnAnswerOfAnotherShapeToAQuestionIsNamed) {
  const std::string greeting =
      "echo '{\"QMP\": {\"version\": {\"qemu\": {\"major\": 9, \"minor\": 0}}}}'\n"
      "echo '{\"return\": {}}'; echo '{\"return\": ";
  for (const char* answer : {"5", "{}", "[]", "{\"base-memory\": \"much\"}"}) {
    EXPECT_THAT(why_not(greeting + answer + "}'\ncat >/dev/null"),
                HasSubstr("does not answer like QEMU (its answer to query-memory-size-summary)"));
  }
}

/// Only the version decides, whatever the program prints about its options.
TEST_F(ProbeTest, AnEarlyQemuIsAskedAgainWithoutTheOptionThatItDoesNotHave) {
  const auto script = [](const std::string& version) {
    return "case \"$*\" in\n"
           "--version) echo 'QEMU emulator version " +
           version +
           " (Debian)' ;;\n"
           "*-audiodev*) echo second >&2; exit 1 ;;\n"
           "*) echo first, -audio >&2; exit 1 ;;\nesac\n";
  };
  EXPECT_THAT(why_not(script("7.2.19")), HasSubstr("\n  second"));
  EXPECT_THAT(why_not(script("8.1.0")), HasSubstr("\n  second"));
  EXPECT_THAT(why_not(script("8.2.0")), HasSubstr("\n  first, -audio"));
  EXPECT_THAT(why_not(script("unknown")), HasSubstr("\n  first, -audio"));
}

TEST_F(ProbeTest, AnErrorInAnAnswerIsShown) {
  EXPECT_THAT(why_not("echo '{\"QMP\": {\"version\": {\"qemu\": {\"major\": 9, \"minor\": 0}}}}'\n"
                      "echo '{\"return\": {}}'; echo '{\"error\": {\"desc\": \"no such thing\"}}'\n"
                      "cat >/dev/null"),
              HasSubstr("no such thing"));
}

}  // namespace
}  // namespace pinbridge::qemu
