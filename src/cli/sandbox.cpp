#include "cli/sandbox.hpp"

#include <array>
#include <cstdlib>
#include <system_error>

#include <spdlog/spdlog.h>

#include "app/host_gpio_lines.hpp"
#include "base/closer.hpp"
#include "base/program_log.hpp"
#include "confine/confinement.hpp"

namespace pinbridge::cli {
namespace {

namespace fs = std::filesystem;

/// Whether `path` is `directory` or above it.
bool contains(const fs::path& path, const fs::path& directory) {
  const fs::path way = directory.lexically_relative(path);
  return !way.empty() && *way.begin() != "..";
}

/// A directory that is replaced as a whole (git worktree, rsync) is another one, for which a rule
/// has to stand at the directory above. Not where that is the user's whole home, or more.
bool may_read_above(const fs::path& above) {
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): one thread
  if (above == above.root_path()) return false;
  return home == nullptr || !contains(above, fs::path(home).lexically_normal());
}

void add_folder_of(const fs::path& file, std::vector<fs::path>& rights) {
  const fs::path folder = file.parent_path();
  rights.push_back(may_read_above(folder.parent_path()) ? folder.parent_path() : folder);
}

/// A file that is replaced, as a certificate is that was renewed, is another one, for which a rule
/// has to stand at its folder. Not where that is the user's whole home, or more, or all of /etc.
void add_replaceable(const fs::path& file, std::vector<fs::path>& rights) {
  rights.push_back(file);
  std::error_code error;
  // The file may be a link to another folder.
  for (const fs::path& path : {file, fs::canonical(file, error)}) {
    const fs::path folder = path.lexically_normal().parent_path();
    if (!folder.empty() && folder != "/etc" && may_read_above(folder)) rights.push_back(folder);
  }
}

/// What times and random numbers take.
constexpr std::array kFilesOfAll{"/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom"};

/// Of DNS, where an answer is too long for UDP.
constexpr std::uint16_t kDnsPort = 53;

void add_broker(const app::BrokerOptions& broker, confine::FileRights& rights) {
  rights.ports = {broker.address.port, kDnsPort};
  for (const char* path : {"/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf",
                           "/run/systemd/resolve", "/run/NetworkManager", "/etc/ssl",
                           "/usr/share/ca-certificates", "/usr/local/share/ca-certificates"}) {
    rights.read.emplace_back(path);
  }
  add_replaceable("/etc/resolv.conf", rights.read);
  for (const fs::path& file : {broker.ca_file, broker.certificate, broker.key}) {
    if (!file.empty()) add_replaceable(file, rights.read);
  }
}

}  // namespace

void add_sandbox_option(CLI::App& command, bool& no_sandbox) {
  command.add_flag(
      "--no-sandbox", no_sandbox,
      "keep all rights of the user after start-up; do not confine the bench (Landlock, seccomp)");
}

confine::FileRights files_of_bench(const app::OpenedBoard& board, const fs::path& socket,
                                   const app::MachineChips& chips,
                                   const std::optional<app::BrokerOptions>& broker) {
  confine::FileRights rights;
  std::error_code error;
  const fs::path written = fs::absolute(board.file, error).lexically_normal();
  add_folder_of(written, rights.read);
  // The file may be a link to another folder.
  const fs::path real = fs::canonical(written, error);
  if (!error && real != written) add_folder_of(real, rights.read);
  rights.read.insert(rights.read.end(), kFilesOfAll.begin(), kFilesOfAll.end());
  rights.sockets.push_back(socket.parent_path());
  for (const qemu::Chip& chip : chips.virtio) {
    const fs::path folder = fs::absolute(chip.socket, error).parent_path();
    if (folder != socket.parent_path()) rights.sockets.push_back(folder);
  }
  rights.devices = app::host_gpio_devices(board.assembly);
  if (broker) add_broker(*broker, rights);
  return rights;
}

confine::FileRights files_of_broker(const app::BrokerOptions& broker) {
  confine::FileRights rights;
  rights.read.assign(kFilesOfAll.begin(), kFilesOfAll.end());
  add_broker(broker, rights);
  return rights;
}

void confine_unless(bool no_sandbox, const confine::FileRights& files) {
  if (no_sandbox) return;
  const auto on_other_threads = [](const std::function<void()>& action) {
    run_on_log_thread(action);
    run_on_closers(action);
  };
  const auto confinement = confine::confine_process(files, on_other_threads);
  spdlog::debug("confined: {}", confinement.text());
}

}  // namespace pinbridge::cli
