#include "qemu/process/terminal_settings.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace pinbridge::qemu {

TerminalSettings TerminalSettings::read(int descriptor) {
  TerminalSettings settings;
  termios modes{};
  if (tcgetattr(descriptor, &modes) != 0) return settings;
  settings.descriptor_ = descriptor;
  settings.flags_ = fcntl(descriptor, F_GETFL);
  settings.modes_ = modes;
  return settings;
}

void TerminalSettings::restore() const {
  if (!modes_) return;
  // In the background the terminal is another job's, and setting it would stop us.
  const pid_t owner = tcgetpgrp(descriptor_);
  if (owner > 0 && owner != getpgrp()) return;
  tcsetattr(descriptor_, TCSANOW, &*modes_);
  fcntl(descriptor_, F_SETFL, flags_);
}

}  // namespace pinbridge::qemu
