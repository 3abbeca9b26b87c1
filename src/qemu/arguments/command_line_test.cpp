#include "qemu/arguments/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kMiB = 1 << 20;

/// Reads a command whose program is `q`.
CommandLine read(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "q");
  return CommandLine::parse(std::move(arguments)).value();
}

std::string why_not(std::vector<std::string> argv) {
  const auto command = CommandLine::parse(std::move(argv));
  return command ? "" : command.error().message;
}

TEST(CommandLine, MergesMachineOptionsOfBothNamesWithOneDashOrTwo) {
  const auto command = read({"-M", "virt,secure=on", "--machine", "memory-backend=ram"});
  EXPECT_EQ(command.program(), "q");
  EXPECT_EQ(command.machine_type(), "virt");
  EXPECT_EQ(command.machine.find("secure"), "on");
  EXPECT_EQ(command.machine.find("memory-backend"), "ram");
  EXPECT_EQ(read({"-machine", "type=virt"}).machine_type(), "virt");
  EXPECT_EQ(read({}).machine_type(), "");
}

TEST(CommandLine, ReadsMemorySizesInAllTheirForms) {
  EXPECT_EQ(read({"-m", "256"}).memory_bytes, 256 * kMiB);
  EXPECT_EQ(read({"-m", "256M"}).memory_bytes, 256 * kMiB);
  EXPECT_EQ(read({"--m", "1G"}).memory_bytes, 1024 * kMiB);
  EXPECT_EQ(read({"-m", "size=1G,slots=2,maxmem=4G"}).memory_bytes, 1024 * kMiB);
  EXPECT_EQ(read({"-m", "1G", "-m", "slots=2"}).memory_bytes, 1024 * kMiB);
  EXPECT_FALSE(read({"-m", "lots"}).memory_bytes);
  EXPECT_FALSE(read({"-M", "virt"}).memory_bytes);
}

TEST(CommandLine, AValueIsNeverTakenForAnOption) {
  const auto command =
      read({"-append", "-m", "-name", "--machine", "-kernel", "-mem-path", "-m", "64"});
  EXPECT_TRUE(command.machine.empty());
  EXPECT_FALSE(command.mem_path);
  EXPECT_EQ(command.memory_bytes, 64 * kMiB);
}

TEST(CommandLine, FlagsTakeNoValue) {
  const auto command =
      read({"-nographic", "-M", "virt", "-S", "-m", "64", "disk.img", "-snapshot"});
  EXPECT_EQ(command.machine_type(), "virt");
  EXPECT_EQ(command.memory_bytes, 64 * kMiB);
}

TEST(CommandLine, AnOptionOfAFutureQemuTakesWhatLooksLikeAValue) {
  EXPECT_EQ(read({"-new-flag", "-M", "virt"}).machine_type(), "virt");
  EXPECT_EQ(read({"-new-option", "value", "-M", "virt"}).machine_type(), "virt");
  EXPECT_EQ(read({"-M", "virt", "-new-flag"}).machine_type(), "virt");
}

TEST(CommandLine, KnowsWhichMemoryBackendsAreShared) {
  const auto command = read({"-object", "memory-backend-ram,id=a,size=1G,share=on",  //
                             "-object", "memory-backend-memfd,id=b,size=1G",         //
                             "-object", "memory-backend-memfd,id=c,size=1G,share=off", "-object",
                             "memory-backend-file,id=d,size=1G,mem-path=/x", "-object",
                             R"({"qom-type":"memory-backend-file","id":"e","share":true})",
                             "-object", "rng-random,id=f,share=on"});
  const auto& backends = command.memory_backends;
  ASSERT_EQ(backends.size(), 5U);
  EXPECT_EQ(backends[0].kind, "ram");
  EXPECT_TRUE(backends[0].shared);
  EXPECT_TRUE(backends[1].shared) << "a memfd is, by itself";
  EXPECT_FALSE(backends[2].shared);
  EXPECT_FALSE(backends[3].shared);
  EXPECT_EQ(backends[4].id, "e");
  EXPECT_TRUE(backends[4].shared);
}

TEST(CommandLine, NotesNumaMemoryMemPathAndDaemonize) {
  const auto command = read({"-numa", "node,nodeid=0,memdev=a", "-numa", "node,memdev=b", "-numa",
                             "dist,src=0,dst=1,val=20", "-mem-path", "/dev/shm", "-daemonize"});
  EXPECT_THAT(command.numa_memory, ElementsAre("a", "b"));
  EXPECT_EQ(command.mem_path, "/dev/shm");
  EXPECT_TRUE(command.daemonizes);
}

TEST(CommandLine, NotesWhetherTheUserStopsTheMachine) {
  EXPECT_TRUE(read({"-M", "virt", "-S"}).stopped);
  EXPECT_TRUE(read({"--S", "-m", "64"}).stopped);
  EXPECT_FALSE(read({"-M", "virt", "-s"}).stopped) << "a server for gdb stops nothing";
  EXPECT_FALSE(read({"-append", "-S"}).stopped);
}

TEST(CommandLine, NotesALogFileOfTheUsers) {
  EXPECT_EQ(read({"-D", "a b"}).log_file, "a b");
  EXPECT_EQ(read({"--D", "x", "-D", "-S"}).log_file, "-S") << "the last, whatever it looks like";
  EXPECT_FALSE(read({"-D", "-S"}).stopped);
  EXPECT_FALSE(read({"-d", "guest_errors", "-append", "-D"}).log_file);
  EXPECT_EQ(why_not({"q", "-D"}), "QEMU's option -D needs a value");
}

TEST(CommandLine, NotesAFileForTheTrace) {
  EXPECT_EQ(read({"-trace", "file=a"}).trace_file, "a");
  EXPECT_EQ(read({"-trace", "enable=x*,file=b,,c"}).trace_file, "b,c");
  EXPECT_EQ(read({"--trace", "x,file=d", "-trace", "y"}).trace_file, "d");
  EXPECT_FALSE(read({"-trace", "x", "-trace", "events=file", "-name", "file=e"}).trace_file);
}

TEST(CommandLine, NotesAQtestSocketOfTheUsers) {
  EXPECT_TRUE(read({"-qtest", "unix:q,server"}).has_qtest);
  EXPECT_TRUE(read({"--qtest", "stdio"}).has_qtest);
  EXPECT_FALSE(read({"-qtest-log", "none", "-accel", "qtest", "-name", "-qtest"}).has_qtest);
}

TEST(CommandLine, WhetherTheUserSaysHowMessagesLookIsNoted) {
  EXPECT_TRUE(read({"-msg", "guest-name=on"}).has_msg);
  EXPECT_TRUE(read({"--msg", "timestamp=off"}).has_msg);
  EXPECT_FALSE(read({"-name", "-msg"}).has_msg);
}

TEST(CommandLine, KeepsWhatShapesTheMachineWithoutReferencesToTheRest) {
  const auto command = read({"-cpu", "host", "-M", "virt,memory-backend=m,pflash0=f", "-kernel",
                             "Image", "-enable-kvm", "-M", "gic-version=3", "-m", "1G", "-smp", "2",
                             "-L", "/roms", "-bios", "b", "-nographic"});
  EXPECT_THAT(command.machine_arguments,
              ElementsAre("-machine", "virt,gic-version=3", "-cpu", "host", "-enable-kvm", "-m",
                          "1G", "-smp", "2", "-L", "/roms", "-bios", "b"));
  EXPECT_THAT(read({"-kernel", "Image"}).machine_arguments, IsEmpty());
}

TEST(CommandLine, WhatTheMachineBootsFromIsKeptBesides) {
  EXPECT_THAT(read({"-kernel", "Image", "-pflash", "a", "-append", "quiet"}).boot_arguments,
              ElementsAre("-kernel", "Image", "-pflash", "a"));
  EXPECT_THAT(read({"-drive", "if=pflash,file=b", "-drive", "file=c,if=sd"}).boot_arguments,
              ElementsAre("-drive", "if=pflash,file=b"));
}

TEST(CommandLine, ReportsWhatIsMissing) {
  EXPECT_THAT(why_not({}), ::testing::HasSubstr("there is no QEMU command"));
  EXPECT_EQ(why_not({"q", "-M"}), "QEMU's option -M needs a value");
  EXPECT_THAT(why_not({"q", "-object", "{\"id\""}), ::testing::HasSubstr("is not a JSON object"));
}

TEST(CommandLine, FindsQemuBehindAProgramThatRunsIt) {
  const auto command = CommandLine::parse(
      {"/usr/bin/env", "A=1", "timeout", "60", "/opt/qemu-10/bin/qemu-system-arm", "-M", "virt"});
  ASSERT_TRUE(command);
  EXPECT_THAT(command->prefix, ElementsAre("/usr/bin/env", "A=1", "timeout", "60"));
  EXPECT_EQ(command->program(), "/opt/qemu-10/bin/qemu-system-arm");
  EXPECT_EQ(command->machine_type(), "virt");
}

TEST(CommandLine, TakesAnyOtherProgramForQemu) {
  const auto command = CommandLine::parse({"./my-emulator", "-M", "virt"});
  ASSERT_TRUE(command);
  EXPECT_THAT(command->prefix, IsEmpty());
}

TEST(CommandLine, FailsWhereAProgramRunsNoQemu) {
  const auto command = CommandLine::parse({"nice", "-n", "5"});
  ASSERT_FALSE(command);
  EXPECT_THAT(command.error().message, HasSubstr("no QEMU command after \"nice\""));
}

}  // namespace
}  // namespace pinbridge::qemu
