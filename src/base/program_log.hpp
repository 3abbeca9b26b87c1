#pragma once

#include <functional>
#include <string_view>

#include "base/log_writer.hpp"

namespace pinbridge {

/// The program's log while it lives: spdlog's default logger writes to stderr as
/// "pinbridge: warning: …", by a LogWriter. Logging neither waits nor throws.
class ProgramLog {
 public:
  ProgramLog();
  ProgramLog(const ProgramLog&) = delete;
  ProgramLog& operator=(const ProgramLog&) = delete;
  /// Writes the rest, for up to LogWriter::kLastWait.
  ~ProgramLog();

 private:
  LogWriter writer_;
};

/// Runs `action` on the thread that writes the log, if there is a ProgramLog. It does not throw.
void run_on_log_thread(std::function<void()> action);

/// Prints whole lines on stderr as they are, in order with the log. Neither waits nor throws, as
/// long as there is a ProgramLog; without one it writes at once and ignores errors.
void print_to_log(std::string_view lines);

}  // namespace pinbridge
