#include "qemu/arguments/guest_memory.hpp"

#include <algorithm>

namespace pinbridge::qemu {
namespace {

/// Before this version memory-backend-ram has no descriptor to hand to us, share=on or not.
constexpr Version kFirstWithSharedRam{10, 0};

Error not_shareable(std::string_view sentence) {
  return make_error(ErrorCode::unsupported,
                    "{}; Pinbridge reads the guest's requests there, so give it share=on and the "
                    "type memory-backend-memfd or -file, or leave it out: Pinbridge then adds one",
                    sentence);
}

/// The user's backend `id`, which `option` makes the machine's memory.
Result<void> check_backend(const CommandLine& command, const Probe& probe, const std::string& id,
                           std::string_view option) {
  const auto found = std::ranges::find(command.memory_backends, id, &MemoryBackend::id);
  if (found == command.memory_backends.end()) {
    return make_error(ErrorCode::unsupported,
                      "{}{} names a memory backend that no -object of the QEMU command makes; add "
                      "-object memory-backend-memfd,id={},size=…,share=on",
                      option, id, id);
  }
  if (!found->shared) {
    return not_shareable(fmt::format("the memory backend {} is not shared", id));
  }
  if (found->kind == "ram" && probe.version < kFirstWithSharedRam) {
    return not_shareable(
        fmt::format("QEMU {} cannot share the memory backend {} of type "
                    "memory-backend-ram with another program",
                    probe.version.text(), id));
  }
  return {};
}

}  // namespace

std::vector<std::string> shared_memory(std::string_view size) {
  return {"-object", fmt::format("memory-backend-memfd,id=pinbridge-ram,size={},share=on", size),
          "-machine", "memory-backend=pinbridge-ram"};
}

Result<std::vector<std::string>> memory_arguments(const CommandLine& command, const Probe& probe) {
  const std::string size = size_text(probe.ram_bytes);
  if (command.mem_path) {
    return make_error(ErrorCode::unsupported,
                      "memory by -mem-path is not shared; write -object "
                      "memory-backend-file,id=ram,mem-path={},size={},share=on -machine "
                      "memory-backend=ram in its place",
                      escape_commas(*command.mem_path), size);
  }
  const auto backend = command.machine.find("memory-backend");
  for (const auto& id : command.numa_memory) {
    const auto checked = check_backend(command, probe, id, "-numa node,memdev=");
    if (!checked) return checked.error();
  }
  if (backend) {
    const auto checked = check_backend(command, probe, *backend, "-machine memory-backend=");
    if (!checked) return checked.error();
  }
  if (backend || !command.numa_memory.empty()) return std::vector<std::string>{};
  if (!probe.takes_memory_backend) {
    return make_error(ErrorCode::unsupported,
                      "QEMU's machine {} has memory of its own that cannot be shared; use another "
                      "machine, such as virt or vexpress-a9",
                      command.machine_type());
  }
  return shared_memory(size);
}

}  // namespace pinbridge::qemu
