#include "qemu/process/child.hpp"

#include <csignal>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "qemu/process/debian_package.hpp"
#include "qemu/process/open_descriptors.hpp"

namespace pinbridge::qemu {
namespace {

using ::testing::HasSubstr;

int wait_for(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// What a shell's command prints, with these descriptors inherited.
std::string output_of(const std::string& command, std::vector<int> keep = {}) {
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const auto pid = start_child({{"sh", "-c", command}, {0, ends[1], 2}, std::move(keep)});
  write_end.reset();
  std::string output(1000, '\0');
  std::size_t size = 0;
  while (true) {
    const auto got = read(read_end.get(), output.data() + size, output.size() - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  wait_for(pid.value());
  return output.substr(0, size);
}

TEST(Child, RunsTheProgramOfThePath) {
  EXPECT_EQ(wait_for(start_child({{"sh", "-c", "exit 7"}}).value()), 7);
}

TEST(Child, LeadsAProcessGroupIfItIsTo) {
  const pid_t ours = getpgrp();
  for (const bool own : {false, true}) {
    const pid_t child =
        start_child({.argv = {"sleep", "1000"}, .keep = {}, .own_group = own}).value();
    EXPECT_EQ(getpgid(child), own ? child : ours);
    kill(child, SIGKILL);
    wait_for(child);
  }
}

TEST(Child, ReportsAMissingProgramAndItsPackage) {
  const auto missing = start_child({{"qemu-system-armada"}});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().message,
            "there is no program qemu-system-armada; Debian has it in package qemu-system-arm "
            "(apt install qemu-system-arm)");
  EXPECT_THAT(start_child({{"/nowhere/tool"}}).error().message,
              HasSubstr("there is no program /nowhere/tool"));
  EXPECT_THAT(start_child({{"/etc/passwd"}}).error().message,
              HasSubstr("cannot run /etc/passwd: Permission denied"));
}

TEST(Child, KnowsDebiansPackages) {
  EXPECT_EQ(debian_package("/usr/bin/qemu-system-aarch64"), "qemu-system-arm");
  EXPECT_EQ(debian_package("qemu-system-x86_64"), "qemu-system-x86");
  EXPECT_EQ(debian_package("qemu-system-riscv64"), "qemu-system-misc");
  EXPECT_EQ(debian_package("true"), "");
}

TEST(Child, HasNoSignalBlockedOrIgnored) {
  sigset_t blocked;
  sigset_t before;
  sigfillset(&blocked);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  const auto old_handler = signal(SIGPIPE, SIG_IGN);
  const auto seen = output_of("grep -E 'SigBlk|SigIgn' /proc/self/status");
  signal(SIGPIPE, old_handler);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(seen, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST(Child, InheritsOnlyTheDescriptorsThatItIsToKeep) {
  const UniqueFd ours(open("/dev/null", O_RDONLY));  // as Asio's sockets: not close-on-exec
  const UniqueFd users(open("/dev/null", O_RDONLY));
  const auto has = [](const UniqueFd& fd) {
    return "[ -e /proc/$$/fd/" + std::to_string(fd.get()) + " ] && echo yes || echo no";
  };
  EXPECT_THAT(open_descriptors(), ::testing::IsSupersetOf({ours.get(), users.get()}));
  EXPECT_EQ(output_of(has(ours), {users.get()}), "no\n");
  EXPECT_EQ(output_of(has(users), {users.get()}), "yes\n");
}

TEST(Child, EndsWhenItsParentDoes) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t parent = fork();
  if (parent == 0) {
    // The grandchild holds the pipe open while it lives; it prints a line when it does.
    const auto child = start_child({{"sh", "-c", "echo alive; exec sleep 100"}, {0, ends[1], 2}});
    pause();
    _exit(child ? 0 : 1);
  }
  write_end.reset();
  char text[16];
  ASSERT_EQ(read(read_end.get(), text, sizeof text), 6);
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  EXPECT_EQ(read(read_end.get(), text, sizeof text), 0) << "the grandchild lives on";
}

}  // namespace
}  // namespace pinbridge::qemu
