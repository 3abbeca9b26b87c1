#include "qemu/arguments/native_arguments.hpp"

#include "qemu/arguments/option_text.hpp"

namespace pinbridge::qemu {
namespace {

std::string socket(const std::filesystem::path& path, std::string_view id,
                   std::string_view reconnect) {
  return fmt::format("socket,path={},id={}{}", escape_commas(path.string()), id, reconnect);
}

/// QEMU leaves its own monitor out where a command has any: with it went Ctrl-A, and Ctrl-C would
/// end QEMU in place of what runs in the guest.
std::vector<std::string> monitor_as_before(DefaultMonitor monitor) {
  switch (monitor) {
    case DefaultMonitor::serial_line:
      return {"-serial", "mon:stdio"};
    case DefaultMonitor::terminal:
      return {"-monitor", "stdio"};
    case DefaultMonitor::window:
      return {"-monitor", "vc:80Cx24C"};
    case DefaultMonitor::none:
      break;
  }
  return {};
}

/// The socket of qtest is called qtest, as QEMU 7.2 looks for it by that name.
std::vector<std::string> arguments(const CommandLine& command,
                                   const std::filesystem::path& directory,
                                   std::string_view reconnect) {
  const NativePaths paths(directory);
  const std::string_view monitor = command.stopped ? kMonitorId : kMonitorIdToStart;
  std::vector<std::string> words{"-chardev",   socket(paths.qmp, monitor, reconnect),
                                 "-mon",       fmt::format("chardev={},mode=control", monitor),
                                 "-chardev",   socket(paths.qtest, "qtest", reconnect),
                                 "-qtest",     "chardev:qtest",
                                 "-qtest-log", "/dev/null",
                                 "-D",         paths.log.string()};
  // The trace then has the time of each edge, however late it is read. A second -msg would undo the
  // user's.
  if (!command.has_msg) words.insert(words.end(), {"-msg", "timestamp=on"});
  if (!command.stopped) words.emplace_back("-S");
  return words;
}

}  // namespace

Result<std::vector<std::string>> native_arguments(const CommandLine& command,
                                                  const Version& version,
                                                  const std::filesystem::path& directory) {
  if (command.log_file) {
    return make_error(
        ErrorCode::unsupported,
        "-D {} redirects QEMU's log, which Pinbridge needs for the machine's own GPIO controllers; "
        "leave it out: the output of -d and -trace appears in the bench's log",
        *command.log_file);
  }
  if (command.trace_file) {
    return make_error(
        ErrorCode::unsupported,
        "file={} of -trace redirects QEMU's log, which Pinbridge needs for the machine's own GPIO "
        "controllers; leave it out: the output of -trace appears in the bench's log",
        *command.trace_file);
  }
  if (command.has_qtest) {
    return make_error(ErrorCode::unsupported,
                      "-qtest is given already, but Pinbridge needs QEMU's only qtest socket for "
                      "the machine's own GPIO controllers; leave it out");
  }
  if (directory.string().find('%') != std::string::npos) {
    return make_error(ErrorCode::unsupported,
                      "QEMU does not allow % in the name of its log, which would be in {}; name "
                      "another socket with --socket",
                      directory.string());
  }
  auto words = arguments(command, directory, reconnect_option(version));
  const auto monitor = monitor_as_before(command.default_monitor());
  words.insert(words.end(), monitor.begin(), monitor.end());
  return words;
}

std::vector<std::string> native_arguments_for_reading(const std::filesystem::path& directory) {
  return arguments({}, directory, {});
}

}  // namespace pinbridge::qemu
