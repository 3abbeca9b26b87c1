#include "links/chip/merged_edges.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "links/chip/line_pacer.hpp"

namespace pinbridge::chip {
namespace {

constexpr std::size_t kMostListed = 8;

}  // namespace

void MergedEdges::add(const PartHost& host, LineOffset line, std::size_t count, Cause cause) {
  const auto edges = static_cast<std::int64_t>(count);
  of_lines_[line] += count;
  total_ += edges;
  if (cause == Cause::full_queue) not_queued_ += edges;
  if (std::exchange(notice_is_due_, true)) return;
  notice_.start(host, kNotifyEvery, [this, &host] {
    notice_is_due_ = false;
    report(host);
  });
}

void MergedEdges::report(const PartHost& host) {
  host.state_changed();
  const Time now = host.now();
  const Time next = last_log_ ? std::max(*last_log_ + kLogEvery, now) : now;
  log_.start(host, next - now, [this, &host] { log(host); });
}

void MergedEdges::log(const PartHost& host) {
  last_log_ = host.now();
  const auto most =
      std::ranges::max_element(of_lines_, {}, [](const auto& of_line) { return of_line.second; });
  const std::int64_t not_queued = std::exchange(not_queued_, 0);
  spdlog::warn(
      "{}: {} edges were merged with earlier ones, which the guest had not taken yet; most at line "
      "{}{}",
      host.part_id(), total_ - std::exchange(logged_, total_), most->first.value(),
      not_queued == 0 ? ""
                      : fmt::format("; {} of them because {} edges were held already", not_queued,
                                    LinePacer::kMostHeld));
}

std::string MergedEdges::by_line() const {
  std::vector<std::pair<LineOffset, std::uint64_t>> most(kMostListed);
  const auto end = std::ranges::partial_sort_copy(of_lines_, most, std::ranges::greater(),
                                                  &decltype(of_lines_)::value_type::second,
                                                  &decltype(most)::value_type::second);
  most.erase(end.out, most.end());
  std::string text;
  for (const auto& [line, count] : most) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", line.value(), count);
  }
  return text;
}

}  // namespace pinbridge::chip
