#include "api/news.hpp"

#include "base/check.hpp"

namespace pinbridge::api {

void News::append(std::optional<PinId> pin, std::string_view message) {
  entries_.push_back({.pin = pin, .begin = bytes_.size()});
  bytes_ += message;
}

bool News::concerns(const WatchSet& watches, Number from) const {
  return next_watched(watches, index(from)) < entries_.size();
}

std::size_t News::next_watched(const WatchSet& watches, std::size_t from) const {
  while (from < entries_.size() && !is_watched(watches, entries_[from])) ++from;
  return from;
}

void News::forget_before(Number to) {
  PB_CHECK(first_ <= to && to <= end());
  const std::size_t count = index(to);
  const std::size_t bytes = begin_of(count);
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(count));
  bytes_.erase(0, bytes);
  for (Entry& entry : entries_) entry.begin -= bytes;
  first_ = to;
}

}  // namespace pinbridge::api
