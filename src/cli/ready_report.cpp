#include "cli/ready_report.hpp"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

#include "bench/embodied_part.hpp"

namespace pinbridge::cli {
namespace {

constexpr std::string_view kLine = "ready\n";

/// Whether a part is a chip whose guest, or its driver, is not there yet.
bool waits_for_guest(const Part& part) {
  const auto shown = part.shows();
  const auto is_chip = [](const ControlState& one) { return one.name == kConnected; };
  return std::ranges::any_of(shown, is_chip) &&
         std::ranges::any_of(shown, [&](const ControlState& one) {
           return (is_chip(one) || one.name == kDriver) && one.value == ControlValue(0);
         });
}

}  // namespace

Result<std::unique_ptr<ReadyReport>> ReadyReport::to(std::optional<int> fd) {
  if (fd && (*fd <= STDERR_FILENO || fcntl(*fd, F_GETFD) < 0)) {
    return make_error(ErrorCode::invalid,
                      "--ready-fd {}: no such file descriptor; open one above 2 before pinbridge "
                      "starts, as in: pinbridge run --ready-fd 3 … 3>ready",
                      *fd);
  }
  if (fd) fcntl(*fd, F_SETFD, FD_CLOEXEC);
  return std::unique_ptr<ReadyReport>(new ReadyReport(fd ? UniqueFd(*fd) : UniqueFd()));
}

void ReadyReport::watch(Bench& bench) {
  if (!fd_) return;
  bench_ = &bench;
  bench_->changes().add(*this);
}

void ReadyReport::stop() {
  if (bench_ != nullptr) bench_->changes().remove(*this);
  bench_ = nullptr;
}

void ReadyReport::part_changed(PartId /*part*/, Time /*time*/) {
  if (!fd_ || !is_ready()) return;
  // The reader may have closed it, which must not end the guest.
  [[maybe_unused]] const auto written = write(fd_.get(), kLine.data(), kLine.size());
  fd_.reset();
}

bool ReadyReport::is_ready() const {
  for (std::uint32_t i = 0; i < bench_->pins().part_count(); ++i) {
    if (waits_for_guest(bench_->part(PartId{i}))) return false;
  }
  return true;
}

}  // namespace pinbridge::cli
