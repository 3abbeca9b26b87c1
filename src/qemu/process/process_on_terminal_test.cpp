#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "qemu/process/process.hpp"

namespace pinbridge::qemu {
namespace {

/// Runs a script as `pinbridge run` runs QEMU; what it ends with.
int run_script(const std::string& script) {
  boost::asio::io_context io;
  int status = -1;
  const auto process =
      Process::start(io, {"sh", "-c", script}, [&](int ended) { status = ended; }).value();
  io.run();
  return status;
}

/// A process that leads a session on a terminal of its own, with us at the keyboard.
class Terminal {
 public:
  explicit Terminal(const std::function<int()>& work) {
    pid_ = forkpty(&keyboard_, nullptr, nullptr, nullptr);
    if (pid_ == 0) _exit(work());
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (pid_ > 0) wait();
  }

  void type(char key) const { ASSERT_EQ(write(keyboard_, &key, 1), 1); }
  void hang_up() {
    close(keyboard_);
    keyboard_ = -1;
  }

  /// Reads the screen until the text is there; all of it, if it never is.
  std::string wait_for(std::string_view text) {
    char buffer[256];
    pollfd entry{.fd = keyboard_, .events = POLLIN, .revents = 0};
    while (screen_.find(text) == std::string::npos && poll(&entry, 1, 10'000) > 0) {
      const auto got = ::read(keyboard_, buffer, sizeof buffer);
      if (got <= 0) break;
      screen_.append(buffer, static_cast<std::size_t>(got));
    }
    return screen_;
  }

  /// The exit status, or 128 + n. Ends what does not end.
  int wait() {
    // By its number: glibc 2.36's header cannot be used from C++.
    const UniqueFd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    pollfd entry{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
    if (poll(&entry, 1, 10'000) <= 0) kill(pid_, SIGKILL);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    if (keyboard_ >= 0) hang_up();
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }

 private:
  int keyboard_ = -1;
  pid_t pid_ = 0;
  std::string screen_;
};

constexpr const char* kCountInterrupts =
    "n=0; trap 'n=$((n+1))' INT QUIT; echo ready; i=0\n"
    "while [ $i -lt 30 ]; do sleep 0.01; i=$((i+1)); done; exit $n";

TEST(ProcessOnTerminal, KeysThatInterruptReachItOnceAndDoNotEndUs) {
  for (const char key : {'\x03', '\x1c'}) {  // Ctrl-C, Ctrl-backslash
    Terminal terminal([] { return run_script(kCountInterrupts); });
    EXPECT_THAT(terminal.wait_for("ready"), ::testing::HasSubstr("ready"));
    terminal.type(key);
    EXPECT_EQ(terminal.wait(), 1);
  }
}

TEST(ProcessOnTerminal, IsSetAsBeforeWhenASignalEndsIt) {
  Terminal terminal([] {
    termios before{};
    termios after{};
    tcgetattr(STDIN_FILENO, &before);
    const int status = run_script("stty raw -echo; kill -KILL $$");
    tcgetattr(STDIN_FILENO, &after);
    const bool same = before.c_iflag == after.c_iflag && before.c_oflag == after.c_oflag &&
                      before.c_lflag == after.c_lflag;
    return same ? status : 1;
  });
  EXPECT_EQ(terminal.wait(), 128 + SIGKILL);
}

TEST(ProcessOnTerminal, IsLeftAsItEndsBySettingIt) {
  Terminal terminal([] {
    run_script("stty -echo");
    termios after{};
    tcgetattr(STDIN_FILENO, &after);
    return (after.c_lflag & ECHO) == 0 ? 0 : 1;
  });
  EXPECT_EQ(terminal.wait(), 0);
}

TEST(ProcessOnTerminal, AHangUpGoesOnToIt) {
  Terminal terminal(
      [] { return run_script("trap 'exit 42' HUP; echo ready; while :; do sleep 0.01; done"); });
  terminal.wait_for("ready");
  terminal.hang_up();
  EXPECT_EQ(terminal.wait(), 42);
}

}  // namespace
}  // namespace pinbridge::qemu
