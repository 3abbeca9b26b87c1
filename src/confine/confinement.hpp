#pragma once

#include <functional>
#include <string>

#include "confine/landlock.hpp"

namespace pinbridge::confine {

/// How far a process was confined: less on an older kernel, or one without Landlock or seccomp.
struct Confinement {
  int landlock = 0;           ///< the version of Landlock; 0: files are not confined
  bool system_calls = false;  ///< whether system calls are denied

  /// "files (Landlock 7), system calls"; "nothing" on a kernel that has neither.
  std::string text() const;
};

/// Runs its argument on each thread that runs already, soon: Landlock confines single threads.
using OnOtherThreads = std::function<void(std::function<void()>)>;

/// Permanently drops the rights that a running bench does not need: new privileges, files other
/// than those, starting programs, and more (see deny_unused_system_calls()). Called on the main
/// thread, once all that needs more rights has started.
Confinement confine_process(const FileRights& rights, const OnOtherThreads& on_other_threads);

}  // namespace pinbridge::confine
