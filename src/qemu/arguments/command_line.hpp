#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "qemu/arguments/option_text.hpp"

namespace pinbridge::qemu {

/// A `-object memory-backend-…` of the user's.
struct MemoryBackend {
  std::string id;
  std::string kind;  ///< ram, memfd, file, shm: the type without its prefix
  bool shared;       ///< `share` as given, else as the kind has it
};

/// The place of QEMU's default monitor if the command names none.
enum class DefaultMonitor : std::uint8_t {
  none,         ///< the command has its own, or disables defaults
  serial_line,  ///< of -nographic: on the terminal, together with the serial line
  terminal,     ///< of -nographic where the serial line is elsewhere
  window,       ///< a tab of QEMU's window
};

/// The parts of a user's QEMU command that matter to Pinbridge. QEMU itself checks everything else.
struct CommandLine {
  std::vector<std::string> prefix;  ///< what runs QEMU: `env A=1`, `nice`, `timeout 60`
  std::vector<std::string> argv;    ///< the rest, QEMU's program first
  OptionText machine;               ///< all -M, -machine together; key `type` is the machine
  std::optional<std::uint64_t> memory_bytes;  ///< -m; unset where it is not given or unreadable
  std::vector<MemoryBackend> memory_backends;
  std::vector<std::string> numa_memory;  ///< the memdev of each -numa node that names one
  std::optional<std::string> mem_path;
  bool daemonizes = false;                ///< -daemonize
  bool stopped = false;                   ///< -S
  std::optional<std::string> log_file;    ///< -D
  std::optional<std::string> trace_file;  ///< file= of a -trace, which comes before -D's
  bool has_qtest = false;                 ///< -qtest
  bool has_msg = false;                   ///< -msg
  bool nographic = false;                 ///< -nographic
  bool has_serial = false;                ///< -serial
  bool has_monitor = false;               ///< -monitor, -mon, -qmp, -serial mon:…, -nodefaults
  /// What shapes the machine (-M, -cpu, -m, -smp, -L, -bios, -accel), to start it alone: without
  /// the -M entries that name files or objects of the rest.
  std::vector<std::string> machine_arguments;
  /// What it boots from (-kernel, -pflash, -drive if=pflash): some machines do not start without.
  std::vector<std::string> boot_arguments;

  const std::string& program() const { return argv.front(); }
  DefaultMonitor default_monitor() const;
  std::string machine_type() const { return machine.find("type").value_or(""); }

  /// Reads a command; fails with ErrorCode::invalid where there is no program, or an option's value
  /// is missing.
  ///
  /// A command that begins with env, nice, timeout or a similar program is QEMU's from the first
  /// word on whose file name begins with "qemu"; it fails where there is none.
  ///
  /// Options take one dash or two. As in QEMU an option that takes a value takes the next argument,
  /// whatever it looks like; the options that take none are known by name. An option of a QEMU
  /// newer than this takes the next argument unless that looks like an option itself.
  static Result<CommandLine> parse(std::vector<std::string> argv);
};

}  // namespace pinbridge::qemu
