#include "qemu/arguments/command_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "qemu/arguments/option_names.hpp"

namespace pinbridge::qemu {
namespace {

using namespace std::string_view_literals;

/// -M entries that name an object, a drive or a file of the rest of the command, or that write one.
constexpr auto kMachineReferences = std::to_array<std::string_view>(
    {"append", "audiodev", "confidential-guest-support", "dtb", "dumpdtb", "igvm-cfg", "initrd",
     "kernel", "memory-backend", "memory-encryption", "pcspk-audiodev", "pflash0", "pflash1",
     "shim"});
constexpr auto kShapesMachine =
    std::to_array<std::string_view>({"L", "accel", "bios", "cpu", "enable-kvm", "m", "smp"});
constexpr auto kBoots = std::to_array<std::string_view>({"kernel", "pflash"});
constexpr auto kMonitors =
    std::to_array<std::string_view>({"mon", "monitor", "nodefaults", "qmp", "qmp-pretty"});
/// Programs that run another one, which their arguments name.
constexpr auto kRunners = std::to_array<std::string_view>(
    {"chrt", "env",         "faketime", "gdb",     "ionice",  "nice",    "nohup",    "numactl",
     "perf", "prlimit",     "rr",       "setarch", "setpriv", "setsid",  "stdbuf",   "strace",
     "sudo", "systemd-run", "taskset",  "time",    "timeout", "unshare", "valgrind", "xvfb-run"});
constexpr std::uint64_t kMiB = 1 << 20;
constexpr auto kBackendPrefix = "memory-backend-"sv;

bool looks_like_option(std::string_view argument) {
  return argument.size() > 1 && argument.front() == '-';
}

std::string_view without_dashes(std::string_view option) {
  option.remove_prefix(option.starts_with("--") ? 2 : 1);
  return option;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

/// How many words stand before QEMU's program.
Result<std::size_t> prefix_size(const std::vector<std::string>& words) {
  if (!std::ranges::binary_search(kRunners, file_name(words.front()))) return std::size_t{0};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool sets_variable = words[i].find('=') != std::string::npos;
    if (!sets_variable && file_name(words[i]).starts_with("qemu")) return i;
  }
  return make_error(
      ErrorCode::invalid,
      "there is no QEMU command after \"{0}\"; its program's name begins with qemu, as "
      "in: {0} qemu-system-aarch64 -M virt",
      words.front());
}

bool boots_from(std::string_view name, std::string_view value) {
  if (name == "drive") return OptionText::parse(value, "file").find("if") == "pflash";
  return std::ranges::binary_search(kBoots, name);
}

/// Evaluates the options, one after the other.
class Reader {
 public:
  explicit Reader(CommandLine& command) : command_(command) {}

  Result<void> option(std::string_view name, const std::string& value) {
    if (name == "M" || name == "machine") command_.machine.merge(OptionText::parse(value, "type"));
    if (name == "m") memory(value);
    if (name == "object") return object(value);
    if (name == "numa") numa(value);
    if (name == "mem-path") command_.mem_path = value;
    if (name == "daemonize") command_.daemonizes = true;
    if (name == "S") command_.stopped = true;
    if (name == "D") command_.log_file = value;
    if (name == "qtest") command_.has_qtest = true;
    if (name == "msg") command_.has_msg = true;
    if (name == "nographic") command_.nographic = true;
    if (name == "serial") serial(value);
    if (std::ranges::binary_search(kMonitors, name)) command_.has_monitor = true;
    if (name == "trace") trace(value);
    return {};
  }

  /// The final value of -M, without what the machine alone does not have.
  void add_machine() {
    OptionText machine = command_.machine;
    for (const auto key : kMachineReferences) machine.erase(key);
    if (machine.empty()) return;
    auto& arguments = command_.machine_arguments;
    arguments.insert(arguments.begin(), {"-machine", machine.text("type")});
  }

 private:
  void memory(std::string_view value) {
    const auto size = OptionText::parse(value, "size").find("size");
    if (size) command_.memory_bytes = parse_size(*size, kMiB);
  }

  void serial(std::string_view value) {
    command_.has_serial = true;
    if (value.starts_with("mon:")) command_.has_monitor = true;
  }

  void trace(std::string_view value) {
    if (auto file = OptionText::parse(value, "enable").find("file")) {
      command_.trace_file = std::move(*file);
    }
  }

  Result<void> object(std::string_view value) {
    const auto read = value.starts_with('{')
                          ? OptionText::parse_json(value)
                          : Result<OptionText>(OptionText::parse(value, "qom-type"));
    if (!read) return make_error(ErrorCode::invalid, "QEMU's -object: {}", read.error().message);
    const std::string type = read->find("qom-type").value_or("");
    if (!type.starts_with(kBackendPrefix)) return {};
    const std::string kind = type.substr(kBackendPrefix.size());
    const bool shared_by_itself = kind == "memfd" || kind == "shm";
    command_.memory_backends.push_back(
        {read->find("id").value_or(""), kind, read->find_bool("share").value_or(shared_by_itself)});
    return {};
  }

  void numa(std::string_view value) {
    const auto text = OptionText::parse(value, "type");
    if (text.find("type") != "node") return;
    if (auto memdev = text.find("memdev")) command_.numa_memory.push_back(std::move(*memdev));
  }

  CommandLine& command_;
};

}  // namespace

DefaultMonitor CommandLine::default_monitor() const {
  if (has_monitor) return DefaultMonitor::none;
  if (!nographic) return DefaultMonitor::window;
  return has_serial ? DefaultMonitor::terminal : DefaultMonitor::serial_line;
}

Result<CommandLine> CommandLine::parse(std::vector<std::string> argv) {
  if (argv.empty() || argv.front().empty()) {
    return make_error(ErrorCode::invalid,
                      "there is no QEMU command; write it after --, such as: -- "
                      "qemu-system-aarch64 -M virt -cpu cortex-a53 …");
  }
  const auto size = prefix_size(argv);
  if (!size) return size.error();
  CommandLine command;
  const auto program = argv.begin() + static_cast<std::ptrdiff_t>(*size);
  command.prefix.assign(argv.begin(), program);
  command.argv.assign(program, argv.end());
  Reader reader(command);
  const auto& words = command.argv;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!looks_like_option(words[i])) continue;  // a disk image
    const std::string_view name = without_dashes(words[i]);
    const bool last = i + 1 == words.size();
    const Takes takes = option_takes(name);
    if (takes == Takes::value && last) {
      return make_error(ErrorCode::invalid, "QEMU's option {} needs a value", words[i]);
    }
    const bool has_value = takes == Takes::value ||
                           (takes == Takes::unknown && !last && !looks_like_option(words[i + 1]));
    const bool shapes = std::ranges::binary_search(kShapesMachine, name);
    if (shapes) command.machine_arguments.push_back(words[i]);
    if (has_value) ++i;
    if (shapes && has_value) command.machine_arguments.push_back(words[i]);
    const std::string value = has_value ? words[i] : "";
    if (has_value && boots_from(name, value)) {
      command.boot_arguments.insert(command.boot_arguments.end(), {words[i - 1], value});
    }
    if (const auto read = reader.option(name, value); !read) return read.error();
  }
  reader.add_machine();
  return command;
}

}  // namespace pinbridge::qemu
