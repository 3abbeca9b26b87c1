#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/watch_set.hpp"
#include "bench/pin_id.hpp"

namespace pinbridge::api {

/// Notifications of pins and parts, in order, which all clients share until they send. With
/// thousands of clients, a change therefore costs the same as with one.
class News {
 public:
  /// The number of a notification, in the order in which they were added; the first is 0.
  using Number = std::uint64_t;

  void add(PinId pin, std::string_view message) { append(pin, message); }
  void add_of_part(std::string_view message) { append(std::nullopt, message); }

  /// Of the next to be added.
  Number end() const { return first_ + entries_.size(); }
  /// Bytes that are held.
  std::size_t size() const { return bytes_.size(); }

  /// Whether any from `from` on is watched.
  bool concerns(const WatchSet& watches, Number from) const;

  /// Calls `take` with those from `from` on that are watched, many at once. None of them has been
  /// forgotten.
  template <class Take>
  void read(const WatchSet& watches, Number from, const Take& take) const {
    for (std::size_t i = index(from); i < entries_.size();) {
      const std::size_t begin = next_watched(watches, i);
      i = begin;
      while (i < entries_.size() && is_watched(watches, entries_[i])) ++i;
      if (begin < i) take(bytes_between(begin, i));
    }
  }

  /// Clients have read those before `to`.
  void forget_before(Number to);

 private:
  struct Entry {
    std::optional<PinId> pin;  ///< none: of a part
    std::size_t begin = 0;     ///< in bytes_
  };

  static bool is_watched(const WatchSet& watches, const Entry& entry) {
    return entry.pin ? watches.contains(*entry.pin) : watches.has_parts();
  }
  void append(std::optional<PinId> pin, std::string_view message);
  std::size_t index(Number number) const { return static_cast<std::size_t>(number - first_); }
  std::size_t next_watched(const WatchSet& watches, std::size_t from) const;
  std::size_t begin_of(std::size_t entry) const {
    return entry < entries_.size() ? entries_[entry].begin : bytes_.size();
  }
  std::string_view bytes_between(std::size_t begin, std::size_t end) const {
    return std::string_view(bytes_).substr(begin_of(begin), begin_of(end) - begin_of(begin));
  }

  std::vector<Entry> entries_;
  std::string bytes_;
  Number first_ = 0;  ///< of entries_
};

}  // namespace pinbridge::api
