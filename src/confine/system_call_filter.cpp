#include "confine/system_call_filter.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define PINBRIDGE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define PINBRIDGE_ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define PINBRIDGE_ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

namespace pinbridge::confine {

#ifndef PINBRIDGE_ARCHITECTURE

// Others number their calls otherwise, or lack some.
bool deny_unused_system_calls(Sockets /*sockets*/) {
  return false;
}

#else

namespace {

constexpr std::uint32_t kArchitecture = PINBRIDGE_ARCHITECTURE;

/// The calls of x32 are numbered from here on x86-64.
constexpr std::uint32_t kFirstOfX32 = 0x4000'0000;

/// What is denied whatever its arguments. Numbers that an architecture does not have are left out.
constexpr auto kDenied = std::to_array<std::uint32_t>({
    SYS_execve,
    SYS_execveat,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
#endif
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_getfd,
    SYS_perf_event_open,
    SYS_bpf,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_move_mount,
    SYS_open_tree,
    SYS_fsopen,
    SYS_fsmount,
    SYS_open_by_handle_at,
    SYS_unshare,
    SYS_setns,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_setuid,
    SYS_setgid,
    SYS_setreuid,
    SYS_setregid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_setfsuid,
    SYS_setfsgid,
    SYS_capset,
    SYS_personality,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_syslog,
});

/// A program for the kernel's filter, which runs it for each system call on `seccomp_data`.
class Program {
 public:
  Program() {
    load(offsetof(seccomp_data, arch));
    if_equal(kArchitecture, 1, 0);
    result(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(seccomp_data, nr));
#ifdef __x86_64__
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kFirstOfX32, 0, 1));
    deny(EPERM);
#endif
  }

  /// The accumulator has the call's number before and after each of these.
  void deny_call(std::uint32_t number, int error = EPERM) {
    if_equal(number, 0, 1);
    deny(error);
  }
  /// Denied unless the argument is one of these.
  void deny_unless(std::uint32_t number, unsigned argument,
                   std::initializer_list<std::uint32_t> values, int error) {
    auto left = static_cast<std::uint8_t>(values.size());
    if_equal(number, 0, static_cast<std::uint8_t>(left + 3));
    load_argument(argument);
    for (const std::uint32_t value : values) if_equal(value, left--, 0);
    deny(error);
    result(SECCOMP_RET_ALLOW);
  }
  /// Denied if the argument is one of these two.
  void deny_if_either(std::uint32_t number, unsigned argument, std::uint32_t one,
                      std::uint32_t other) {
    if_equal(number, 0, 5);
    load_argument(argument);
    if_equal(one, 1, 0);
    if_equal(other, 0, 1);
    deny(EPERM);
    result(SECCOMP_RET_ALLOW);
  }
  /// Denied if the argument has, or lacks, any of these bits.
  void deny_if_set(std::uint32_t number, unsigned argument, std::uint32_t bits) {
    if_equal(number, 0, 4);
    load_argument(argument);
    if_any(bits, 0, 1);
    deny(EPERM);
    result(SECCOMP_RET_ALLOW);
  }
  void deny_if_clear(std::uint32_t number, unsigned argument, std::uint32_t bits) {
    if_equal(number, 0, 4);
    load_argument(argument);
    if_any(bits, 1, 0);
    deny(EPERM);
    result(SECCOMP_RET_ALLOW);
  }

  /// For all threads. False if the kernel refuses.
  bool install() {
    result(SECCOMP_RET_ALLOW);
    const sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
    // Not to slow down all of the process, as kernels before 5.16 otherwise do: a bench runs no
    // code of others.
    constexpr unsigned kFlags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, kFlags, &program) == 0;
  }

 private:
  void load(std::size_t offset) {
    code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)));
  }
  /// Its lower half, which comes first on these architectures.
  void load_argument(unsigned argument) {
    load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
  }
  void if_equal(std::uint32_t value, std::uint8_t skip_if, std::uint8_t skip_if_not) {
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skip_if, skip_if_not));
  }
  void if_any(std::uint32_t bits, std::uint8_t skip_if, std::uint8_t skip_if_not) {
    code_.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, skip_if, skip_if_not));
  }
  void result(std::uint32_t value) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, value)); }
  void deny(int error) { result(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)); }

  std::vector<sock_filter> code_;
};

}  // namespace

bool deny_unused_system_calls(Sockets sockets) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  Program program;
  for (const std::uint32_t number : kDenied) program.deny_call(number);
  // Its flags are in memory, where a filter does not see them; the C library then uses clone.
  program.deny_call(SYS_clone3, ENOSYS);
  program.deny_if_clear(SYS_clone, 0, CLONE_THREAD);
  if (sockets == Sockets::unix_only) {
    program.deny_unless(SYS_socket, 0, {AF_UNIX}, EPERM);
  } else {
    program.deny_unless(SYS_socket, 0, {AF_UNIX, AF_INET, AF_INET6}, EPERM);
  }
  program.deny_if_set(SYS_mmap, 2, PROT_EXEC);
  program.deny_if_set(SYS_mprotect, 2, PROT_EXEC);
  program.deny_if_set(SYS_pkey_mprotect, 2, PROT_EXEC);
  // What these put into the terminal, the user's shell would run.
  program.deny_if_either(SYS_ioctl, 1, TIOCSTI, TIOCLINUX);
  return program.install();
}

#endif

}  // namespace pinbridge::confine
