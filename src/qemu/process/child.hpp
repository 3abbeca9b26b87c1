#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.hpp"

namespace pinbridge::qemu {

/// What a child is to be.
struct ChildPlan {
  std::vector<std::string> argv;  ///< argv[0] is looked up in PATH
  int standard[3] = {0, 1, 2};    ///< our descriptors that become its standard streams
  std::vector<int> keep;          ///< further descriptors that it inherits; all others it does not
  bool own_group = false;  ///< it leads a process group: the terminal's keys do not reach it, and
                           ///< kill(-pid) reaches its children
};

/// Starts a child that gets SIGTERM when we end, with no signal blocked or ignored. Returns when it
/// has become the program: whether that can be run is known then. The caller reaps it.
///
/// Fails with ErrorCode::not_found if there is no such program (naming Debian's package),
/// ErrorCode::system otherwise. For the main thread: the child ends when the thread does.
Result<pid_t> start_child(const ChildPlan& plan);

/// In an exit status, plus the number of the signal that ended the program, as shells have it.
constexpr int kSignalled = 128;

/// Waits for a child that ends or has ended. Returns its exit status, or kSignalled and its signal.
int reap(pid_t child);

}  // namespace pinbridge::qemu
