#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "qemu/arguments/command_line.hpp"
#include "qemu/control/version.hpp"
#include "qemu/process/child.hpp"

namespace pinbridge::qemu {

/// The QEMU of a command with its machine alone, stopped before its first instruction, with QMP as
/// its standard input and output. It lives as long as this.
class AloneQemu {
 public:
  /// The option that keeps QEMU from the host's audio.
  enum class Silence { audio, audiodev };

  /// The version that the program prints about itself; nothing if it prints none by `deadline`.
  static std::optional<Version> version(const CommandLine& command,
                                        std::chrono::steady_clock::time_point deadline);

  /// Fails as start_child() does.
  static Result<AloneQemu> start(const CommandLine& command, Silence silence);
  AloneQemu(AloneQemu&& other) noexcept;
  AloneQemu& operator=(AloneQemu&&) = delete;
  /// Kills it if need be: nothing in it is worth a farewell.
  ~AloneQemu();

  /// Where it speaks QMP.
  int socket() const { return socket_.get(); }

  /// Waits up to `patience_ms` for it to exit, then kills it.
  void end(int patience_ms);

  /// The last lines that it wrote to its standard error; whole once it has ended.
  std::string printed() const;

 private:
  AloneQemu() = default;
  static Result<AloneQemu> start(const CommandLine& command,
                                 const std::vector<std::string>& arguments);

  pid_t pid_ = 0;
  UniqueFd socket_;
  UniqueFd printed_;
};

}  // namespace pinbridge::qemu
