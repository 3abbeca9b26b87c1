#include "confine/confinement.hpp"

#include <cerrno>
#include <csignal>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <pty.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/testing/temp_folder.hpp"
#include "confine/system_call_filter.hpp"

namespace pinbridge::confine {
namespace {

namespace fs = std::filesystem;

/// errno of a call that failed, 0 of one that did not.
template <class Number>
int failure(Number result) {
  return result < 0 ? errno : 0;
}

class ConfinementTest : public ::testing::Test {
 protected:
  ConfinementTest() {
    fs::create_directories(board_);
    fs::create_directories(sockets_);
    fs::create_directories(other_);
    for (const auto& folder : {board_, sockets_, other_}) {
      UniqueFd(creat((folder / "file").c_str(), 0600)).reset();
    }
  }

  /// The errno of `attempt` (0: it succeeded) in a process that is confined to these folders.
  /// Where that stops itself, `meanwhile` happens.
  int confined(
      const std::function<int()>& attempt, const std::function<void()>& meanwhile = [] {}) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      confine_process({{board_}, {sockets_}, {"/dev/ptmx"}, ports_}, [](const auto&) {});
      _exit(attempt());
    }
    int status = 0;
    waitpid(child, &status, WUNTRACED);
    if (WIFSTOPPED(status)) {
      meanwhile();
      kill(child, SIGCONT);
      waitpid(child, &status, 0);
    }
    EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
    return WEXITSTATUS(status);
  }
  static int open_it(const fs::path& path, int flags) {
    return failure(open(path.c_str(), flags | O_CLOEXEC, 0600));
  }
  static int make_socket(const fs::path& path) {
    const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    return failure(bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
  }

  const testing::TempFolder folder_;
  const fs::path board_ = folder_.path() / "board";
  const fs::path sockets_ = folder_.path() / "sockets";
  const fs::path other_ = folder_.path() / "other";
  std::vector<std::uint16_t> ports_;
};

/// Of a kernel that has Landlock.
class LandlockTest : public ConfinementTest {
 protected:
  void SetUp() override {
    if (Landlock::prepare({}).version() == 0) GTEST_SKIP() << "this kernel has no Landlock";
  }
};

TEST_F(LandlockTest, OtherFilesCannotBeOpened) {
  EXPECT_EQ(confined([&] { return open_it(other_ / "file", O_RDONLY); }), EACCES);
  EXPECT_EQ(confined([&] { return open_it(other_, O_RDONLY | O_DIRECTORY); }), EACCES);
  EXPECT_EQ(confined([] { return open_it("/etc/passwd", O_RDONLY); }), EACCES);
  EXPECT_EQ(confined([&] { return open_it(board_ / ".." / "other" / "file", O_RDONLY); }), EACCES);
  fs::create_symlink(other_ / "file", board_ / "link");
  EXPECT_EQ(confined([&] { return open_it(board_ / "link", O_RDONLY); }), EACCES);
}

TEST_F(LandlockTest, TheBoardCanBeReadAndNotChanged) {
  EXPECT_EQ(confined([&] { return open_it(board_ / "file", O_RDONLY); }), 0);
  EXPECT_EQ(confined([&] { return open_it(board_, O_RDONLY | O_DIRECTORY); }), 0);
  EXPECT_EQ(confined([&] { return open_it(board_ / "file", O_WRONLY); }), EACCES);
  EXPECT_EQ(confined([&] { return open_it(board_ / "new", O_WRONLY | O_CREAT); }), EACCES);
  EXPECT_EQ(confined([&] { return failure(unlink((board_ / "file").c_str())); }), EACCES);
}

TEST_F(LandlockTest, ABoardThatIsReplacedMeanwhileCanBeRead) {
  EXPECT_EQ(confined(
                [&] {
                  // Its parent saves it, as an editor does.
                  if (const int error = open_it(board_ / "file", O_RDONLY)) return error;
                  raise(SIGSTOP);
                  return open_it(board_ / "file", O_RDONLY);
                },
                [&] { fs::rename(other_ / "file", board_ / "file"); }),
            0);
}

TEST_F(LandlockTest, SocketsAndFifosAreMadeAndRemovedInTheirFolderOnly) {
  EXPECT_EQ(confined([&] { return make_socket(sockets_ / "s"); }), 0);
  EXPECT_EQ(confined([&] { return make_socket(other_ / "s"); }), EACCES);
  EXPECT_EQ(confined([&] { return make_socket(board_ / "s"); }), EACCES);
  EXPECT_EQ(confined([&] { return failure(unlink((sockets_ / "s").c_str())); }), 0);
  EXPECT_EQ(confined([&] {
              const fs::path machine = sockets_ / "m";
              if (mkdir(machine.c_str(), 0700) != 0) return errno;
              if (mkfifo((machine / "log").c_str(), 0600) != 0) return errno;
              if (const int error = open_it(machine / "log", O_RDWR | O_NONBLOCK)) return error;
              if (unlink((machine / "log").c_str()) != 0) return errno;
              return failure(rmdir(machine.c_str()));
            }),
            0);
  EXPECT_EQ(confined([&] { return open_it(sockets_ / "new", O_WRONLY | O_CREAT); }), EACCES);
}

TEST_F(LandlockTest, ANamedDeviceCanBeOpenedAndControlled) {
  EXPECT_EQ(confined([] {
              const UniqueFd terminal(open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC));
              if (!terminal) return errno;
              int number = 0;
              return failure(ioctl(terminal.get(), TIOCGPTN, &number));
            }),
            0);
  EXPECT_EQ(confined([&] { return open_it("/dev/zero", O_RDWR); }), EACCES);
}

TEST_F(LandlockTest, AThreadThatIsStartedLaterIsConfinedToo) {
  EXPECT_EQ(confined([&] {
              int error = 0;
              std::thread([&] { error = open_it(other_ / "file", O_RDONLY); }).join();
              return error;
            }),
            EACCES);
}

TEST_F(LandlockTest, AThreadThatRunsAlreadyIsConfinedOnceItDoesWhatItIsGiven) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    int error = 0;
    confine_process({{board_}, {sockets_}}, [&](const std::function<void()>& confine) {
      // A thread of before would do this; here it stands for one.
      confine();
      error = open_it(other_ / "file", O_RDONLY);
    });
    _exit(error);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), EACCES);
}

/// Of a kernel and an architecture with filters of system calls.
class SystemCallFilterTest : public ConfinementTest {
 protected:
  void SetUp() override {
    const pid_t child = fork();
    if (child == 0) _exit(deny_unused_system_calls() ? 0 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) GTEST_SKIP() << "this kernel has no filter of system calls";
  }
};

TEST_F(SystemCallFilterTest, NoProgramAndNoProcessCanBeStarted) {
  EXPECT_EQ(confined([] {
              char name[] = "/bin/true";
              char* argv[] = {name, nullptr};
              execv(name, argv);
              return errno;
            }),
            EPERM);
  EXPECT_EQ(confined([] { return failure(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }), EPERM);
  EXPECT_EQ(confined([] { return failure(syscall(SYS_clone3, nullptr, 0)); }), ENOSYS);
  EXPECT_EQ(confined([] { return failure(fork()); }), EPERM);
}

TEST_F(SystemCallFilterTest, OtherProcessesCannotBeTouched) {
  EXPECT_EQ(confined([] { return failure(ptrace(PTRACE_ATTACH, getppid(), 0, 0)); }), EPERM);
  EXPECT_EQ(confined([] {
              return failure(syscall(SYS_process_vm_readv, getppid(), nullptr, 0, nullptr, 0, 0));
            }),
            EPERM);
}

TEST_F(SystemCallFilterTest, OnlyUnixSocketsCanBeMade) {
  for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG}) {
    EXPECT_EQ(confined([&] { return failure(socket(family, SOCK_STREAM, 0)); }), EPERM) << family;
  }
  EXPECT_EQ(confined([] { return failure(socket(AF_UNIX, SOCK_STREAM, 0)); }), 0);
}

TEST_F(SystemCallFilterTest, SocketsOfIpCanBeMadeWhereAPortIsAllowed) {
  ports_ = {1883};
  for (const int family : {AF_INET, AF_INET6, AF_UNIX}) {
    EXPECT_EQ(confined([&] { return failure(socket(family, SOCK_STREAM, 0)); }), 0) << family;
  }
  for (const int family : {AF_NETLINK, AF_PACKET, AF_VSOCK, AF_ALG}) {
    EXPECT_EQ(confined([&] { return failure(socket(family, SOCK_STREAM, 0)); }), EPERM) << family;
  }
}

TEST_F(SystemCallFilterTest, NoMemoryCanBeMadeExecutable) {
  EXPECT_EQ(confined([] {
              void* memory =
                  mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              return memory == MAP_FAILED ? errno : 0;
            }),
            EPERM);
  EXPECT_EQ(confined([] {
              void* memory =
                  mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              if (memory == MAP_FAILED) return 1;
              return failure(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
            }),
            EPERM);
}

TEST_F(SystemCallFilterTest, NothingCanBeTypedIntoTheTerminal) {
  int ends[2];
  ASSERT_EQ(openpty(&ends[0], &ends[1], nullptr, nullptr, nullptr), 0);
  const UniqueFd user(ends[0]);
  const UniqueFd terminal(ends[1]);
  EXPECT_EQ(confined([&] { return failure(ioctl(terminal.get(), TIOCSTI, "x")); }), EPERM);
  EXPECT_EQ(confined([&] {
              int waiting = 0;
              return failure(ioctl(terminal.get(), FIONREAD, &waiting));
            }),
            0);
}

TEST_F(SystemCallFilterTest, RightsOfOthersCannotBeTaken) {
  EXPECT_EQ(confined([] { return failure(syscall(SYS_setuid, getuid())); }), EPERM);
  EXPECT_EQ(confined([] { return failure(unshare(CLONE_NEWUSER)); }), EPERM);
  EXPECT_EQ(confined([] { return failure(syscall(SYS_bpf, 0, nullptr, 0)); }), EPERM);
  EXPECT_EQ(confined([] { return failure(syscall(SYS_io_uring_setup, 1, nullptr)); }), EPERM);
  EXPECT_EQ(confined([] { return failure(syscall(SYS_mount, "", "", "", 0, "")); }), EPERM);
  EXPECT_EQ(confined([] { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 1; }), 0);
}

TEST_F(SystemCallFilterTest, WhatABenchDoesWorks) {
  EXPECT_EQ(confined([] {
              int done = 0;
              std::thread([&] { done = 1; }).join();
              return done == 1 ? 0 : 1;
            }),
            0);
  EXPECT_EQ(confined([] { return failure(inotify_init1(IN_CLOEXEC)); }), 0);
  EXPECT_EQ(confined([] { return failure(memfd_create("m", MFD_CLOEXEC)); }), 0);
  EXPECT_EQ(confined([] {
              unsigned long context = 0;  // NOLINT(google-runtime-int): the kernel's
              const int error = failure(syscall(SYS_io_setup, 1, &context));
              // A system may have none left: that is not the filter's doing.
              if (error == EAGAIN) return 0;
              return error != 0 ? error : failure(syscall(SYS_io_destroy, context));
            }),
            0);
  EXPECT_EQ(confined([] { return failure(kill(getppid(), 0)); }), 0);
}

TEST(Confinement, SaysHowFarItGoes) {
  EXPECT_EQ((Confinement{7, true}.text()), "files (Landlock 7), system calls");
  EXPECT_EQ((Confinement{0, true}.text()), "system calls");
  EXPECT_EQ(Confinement().text(), "nothing");
}

}  // namespace
}  // namespace pinbridge::confine
