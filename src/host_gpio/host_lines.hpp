#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "host_gpio/host_gpio_part.hpp"
#include "host_gpio/host_line.hpp"
#include "loop/event_loop.hpp"

namespace pinbridge::host_gpio {

/// Lines of the host that parts of a bench are: moves levels between the two.
///
/// Edges of all inputs reach the bench in the order of the kernel's times, each in a turn of its
/// time, before any later turn. A line that disappears is reported once, and its part drives
/// nothing from then on.
class HostLines final : public Backlog {
 public:
  explicit HostLines(EventLoop& loop);
  /// Releases all lines; the parts still exist.
  ~HostLines() override;

  /// `part` is the line from now on, until disconnect(). Fails if the line cannot be read.
  Result<void> connect(const std::string& id, HostGpioPart& part, std::unique_ptr<HostLine> line);
  /// Releases the line of that part, if there is one.
  void disconnect(const std::string& id);

  /// Whether the part's line is in use; false after it disappeared.
  bool is_connected(const std::string& id) const;

  bool take_backlog() override;

 private:
  struct Entry;
  struct ReadEdge {
    HostEdge edge;
    Entry* entry;
  };

  std::vector<Entry*> ready_entries();
  bool read_edges(Entry& entry, std::vector<ReadEdge>& into);
  void count_lost(Entry& entry, std::uint32_t number);
  void drop(Entry& entry, const std::string& why);
  void drop_failed();

  EventLoop& loop_;
  std::map<std::string, std::unique_ptr<Entry>> entries_;  ///< by the part's id
};

}  // namespace pinbridge::host_gpio
