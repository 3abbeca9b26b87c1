#include "qemu/process/child.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unique_fd.hpp"
#include "qemu/process/debian_package.hpp"
#include "qemu/process/open_descriptors.hpp"

namespace pinbridge::qemu {
namespace {

constexpr int kCannotExec = 127;

/// What the child needs, made before the fork: after it, only calls that are safe there.
struct Prepared {
  std::vector<char*> argv;
  std::vector<int> close_on_exec;
  int standard[3];
  pid_t parent;
  bool own_group;
  int report;  ///< where errno goes if the program cannot be run
};

void default_signals() {
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &action, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Moves the streams through copies above all of them, in case they overlap.
void place_standard_streams(const int (&standard)[3]) {
  int copies[3];
  for (int i = 0; i < 3; ++i) copies[i] = fcntl(standard[i], F_DUPFD_CLOEXEC, 3);
  for (int i = 0; i < 3; ++i) {
    if (copies[i] >= 0) dup2(copies[i], i);
  }
}

[[noreturn]] void exec_program(const Prepared& prepared) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != prepared.parent) _exit(kCannotExec);  // it ended before prctl()
  if (prepared.own_group) setpgid(0, 0);
  place_standard_streams(prepared.standard);
  for (const int descriptor : prepared.close_on_exec) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  default_signals();
  execvp(prepared.argv[0], prepared.argv.data());
  const int error = errno;
  [[maybe_unused]] const auto written = write(prepared.report, &error, sizeof error);
  _exit(kCannotExec);
}

/// If we were started with SIGCHLD ignored, the exit status of children would be lost.
void keep_ended_children() {
  struct sigaction action{};
  sigaction(SIGCHLD, nullptr, &action);
  if (action.sa_handler == SIG_IGN) signal(SIGCHLD, SIG_DFL);
}

/// Forks with all signals blocked, so that none reaches our handlers in the child.
pid_t fork_quietly(const Prepared& prepared) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = fork();
  if (pid == 0) exec_program(prepared);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

Error cannot_run(const std::string& program, int error) {
  const bool is_path = program.find('/') != std::string::npos;
  if (error != ENOENT || (is_path && std::filesystem::exists(program))) {
    return make_error(ErrorCode::system, "cannot run {}: {}", program, std::strerror(error));
  }
  const std::string package = debian_package(program);
  if (package.empty()) {
    return make_error(ErrorCode::not_found, "there is no program {}; check its name and path",
                      program);
  }
  return make_error(ErrorCode::not_found,
                    "there is no program {}; Debian has {}in package {} (apt install {})", program,
                    is_path ? "one of its own " : "it ", package, package);
}

std::vector<int> descriptors_to_close(const std::vector<int>& keep) {
  std::vector<int> result = open_descriptors();
  std::erase_if(result, [&](int fd) { return std::ranges::find(keep, fd) != keep.end(); });
  return result;
}

}  // namespace

Result<pid_t> start_child(const ChildPlan& plan) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) {
    return make_error(ErrorCode::system, "cannot create a pipe: {}", std::strerror(errno));
  }
  const UniqueFd read_end(report[0]);
  UniqueFd write_end(report[1]);
  Prepared prepared{.close_on_exec = descriptors_to_close(plan.keep),
                    .standard = {plan.standard[0], plan.standard[1], plan.standard[2]},
                    .parent = getpid(),
                    .own_group = plan.own_group,
                    .report = write_end.get()};
  for (const auto& word : plan.argv) prepared.argv.push_back(const_cast<char*>(word.c_str()));
  prepared.argv.push_back(nullptr);

  keep_ended_children();
  const pid_t pid = fork_quietly(prepared);
  if (pid < 0) {
    return make_error(ErrorCode::system, "cannot start a process: {}", std::strerror(errno));
  }
  write_end.reset();
  int error = 0;
  ssize_t got = 0;
  do got = read(read_end.get(), &error, sizeof error);
  while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof error)) return pid;
  reap(pid);
  return cannot_run(plan.argv.front(), error);
}

int reap(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace pinbridge::qemu
