#include "qemu/native_arguments.hpp"

#include "qemu/option_text.hpp"

namespace pinbridge::qemu {
namespace {

std::string socket(const std::filesystem::path& path, std::string_view id) {
  return fmt::format("socket,path={},id={}", escape_commas(path.string()), id);
}

/// The socket of qtest is called qtest, as QEMU 7.2 looks for it by that name.
struct OfTheUser {
  bool stops = false;
  bool says_how_messages_look = false;
};

std::vector<std::string> arguments(const std::filesystem::path& directory, OfTheUser user) {
  const NativePaths paths(directory);
  const std::string_view monitor = user.stops ? kMonitorId : kMonitorIdToStart;
  std::vector<std::string> words{"-chardev",   socket(paths.qmp, monitor),
                                 "-mon",       fmt::format("chardev={},mode=control", monitor),
                                 "-chardev",   socket(paths.qtest, "qtest"),
                                 "-qtest",     "chardev:qtest",
                                 "-qtest-log", "/dev/null",
                                 "-D",         paths.log.string()};
  // The trace then tells when each edge was, however late it is read. A second -msg would undo the
  // user's.
  if (!user.says_how_messages_look) words.insert(words.end(), {"-msg", "timestamp=on"});
  if (!user.stops) words.emplace_back("-S");
  return words;
}

}  // namespace

Result<std::vector<std::string>> native_arguments(const CommandLine& command,
                                                  const std::filesystem::path& directory) {
  if (command.log_file) {
    return make_error(ErrorCode::unsupported,
                      "-D {} takes QEMU's log, from which Pinbridge reads what the machine's own "
                      "GPIO controllers do; leave it out: what -d and -trace write is passed on to "
                      "the bench's log",
                      *command.log_file);
  }
  if (command.trace_file) {
    return make_error(ErrorCode::unsupported,
                      "file={} of -trace takes QEMU's log, from which Pinbridge reads what the "
                      "machine's own GPIO controllers do; leave it out: what -trace writes is "
                      "passed on to the bench's log",
                      *command.trace_file);
  }
  if (command.has_qtest) {
    return make_error(ErrorCode::unsupported,
                      "-qtest is given already, and QEMU takes one: by it Pinbridge drives the "
                      "inputs of the machine's own GPIO controllers; leave it out");
  }
  if (directory.string().find('%') != std::string::npos) {
    return make_error(ErrorCode::unsupported,
                      "QEMU takes no % in the name of its log, which is to be in {}; name another "
                      "socket with --socket",
                      directory.string());
  }
  return arguments(directory,
                   {.stops = command.stopped, .says_how_messages_look = command.has_msg});
}

std::vector<std::string> native_arguments_for_reading(const std::filesystem::path& directory) {
  return arguments(directory, {});
}

}  // namespace pinbridge::qemu
