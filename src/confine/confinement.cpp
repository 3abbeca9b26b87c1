#include "confine/confinement.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>
#include <sys/prctl.h>

#include "confine/system_call_filter.hpp"

namespace pinbridge::confine {

std::string Confinement::text() const {
  std::string all = landlock > 0 ? fmt::format("files (Landlock {})", landlock) : "";
  if (system_calls) all += (all.empty() ? "" : ", ") + std::string("system calls");
  return all.empty() ? "nothing" : all;
}

Confinement confine_process(const FileRights& rights, const OnOtherThreads& on_other_threads) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const auto landlock = std::make_shared<const Landlock>(Landlock::prepare(rights));
  Confinement confinement;
  confinement.system_calls =
      deny_unused_system_calls(rights.ports.empty() ? Sockets::unix_only : Sockets::unix_and_ip);
  if (landlock->confine_thread()) confinement.landlock = landlock->version();
  on_other_threads([landlock] {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    landlock->confine_thread();
  });
  return confinement;
}

}  // namespace pinbridge::confine
