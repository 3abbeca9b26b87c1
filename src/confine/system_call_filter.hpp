#pragma once

#include <cstdint>

namespace pinbridge::confine {

/// The sockets that a process may still create.
enum class Sockets : std::uint8_t { unix_only, unix_and_ip };

/// Denies, for good and for all threads of the process, the system calls that a bench in service
/// never makes: starting programs and processes, tracing and reading other processes, sockets other
/// than those, executable memory, input for the terminal, mounts, modules, keys, changes of
/// user. They fail with EPERM. False if the kernel or the architecture has no such filter.
///
/// A list of what is denied, not of what is allowed: what a later C library uses for threads,
/// memory and files keeps working.
bool deny_unused_system_calls(Sockets sockets = Sockets::unix_only);

}  // namespace pinbridge::confine
