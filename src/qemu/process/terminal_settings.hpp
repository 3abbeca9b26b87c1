#pragma once

#include <optional>

#include <termios.h>

namespace pinbridge::qemu {

/// How standard input was set before a child had it. QEMU makes a terminal raw and non-blocking and
/// puts that right itself when it ends, but not when a signal ends it.
class TerminalSettings {
 public:
  /// The current settings; nothing if `descriptor` is not a terminal.
  static TerminalSettings read(int descriptor);

  /// Puts them back, unless the terminal belongs to another process group by now.
  void restore() const;

 private:
  int descriptor_ = -1;
  int flags_ = 0;
  std::optional<termios> modes_;
};

}  // namespace pinbridge::qemu
