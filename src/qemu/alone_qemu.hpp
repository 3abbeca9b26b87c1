#pragma once

#include <string>

#include <sys/types.h>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "qemu/child.hpp"
#include "qemu/command_line.hpp"

namespace pinbridge::qemu {

/// The QEMU of a command with its machine alone, stopped before its first instruction, with QMP as
/// its standard input and output. It lives as long as this.
class AloneQemu {
 public:
  /// How a QEMU is told to leave the host's audio alone.
  enum class Silence { audio, audiodev };

  /// Fails as start_child() does.
  static Result<AloneQemu> start(const CommandLine& command, Silence silence);
  AloneQemu(AloneQemu&& other) noexcept;
  AloneQemu& operator=(AloneQemu&&) = delete;
  /// Kills it if need be: nothing in it is worth a farewell.
  ~AloneQemu();

  /// Where it speaks QMP.
  int socket() const { return socket_.get(); }

  /// Waits for its end, `patience_ms` at most, and kills it then.
  void end(int patience_ms);

  /// The last lines that it wrote to its standard error; whole once it has ended.
  std::string printed() const;

 private:
  AloneQemu() = default;

  pid_t pid_ = 0;
  UniqueFd socket_;
  UniqueFd printed_;
};

}  // namespace pinbridge::qemu
