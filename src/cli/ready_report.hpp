#pragma once

#include <memory>
#include <optional>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "bench/bench.hpp"

namespace pinbridge::cli {

/// Reports on a file descriptor, once, that the guest's driver has bound all chips of a board: it
/// writes "ready\n" and closes it.
class ReadyReport : public BenchListener {
 public:
  /// For an inherited descriptor, of which this takes ownership; or for none. Fails if it is not
  /// open.
  static Result<std::unique_ptr<ReadyReport>> to(std::optional<int> fd);
  ~ReadyReport() override { stop(); }

  /// From now on. The bench outlives it, or stop().
  void watch(Bench& bench);
  void stop();

  void part_changed(PartId part, Time time) override;

 private:
  explicit ReadyReport(UniqueFd fd) : fd_(std::move(fd)) {}
  bool is_ready() const;

  UniqueFd fd_;
  Bench* bench_ = nullptr;
};

}  // namespace pinbridge::cli
