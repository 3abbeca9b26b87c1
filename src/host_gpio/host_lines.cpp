#include "host_gpio/host_lines.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <poll.h>
#include <spdlog/spdlog.h>

#include "loop/dialogue.hpp"

namespace pinbridge::host_gpio {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

constexpr Duration kLogEvery = std::chrono::seconds(10);

/// Waits for a descriptor that another object owns, until it is released.
class Watched {
 public:
  Watched(asio::io_context& io, int descriptor) : descriptor_(io, descriptor) {}
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() { release(); }

  asio::awaitable<void> readable() {
    return descriptor_.async_wait(Descriptor::wait_read, asio::use_awaitable);
  }
  bool released() const { return !descriptor_.is_open(); }
  void release() {
    if (!released()) descriptor_.release();
  }

 private:
  Descriptor descriptor_;
};

/// Each turn takes the backlog, which has the edges. The line may disappear in it.
Dialogue::Steps take_edges(EventLoop& loop, std::shared_ptr<Watched> watched) {
  while (!watched->released()) {
    co_await step(watched->readable());
    loop.turn([] {});
  }
}

}  // namespace

struct HostLines::Entry {
  std::string id;
  HostGpioPart* part;
  std::unique_ptr<HostLine> line;  ///< null after it disappeared
  std::string failure{};           ///< of the last level that an output was given
  std::uint32_t last_number = 0;   ///< of its edges
  std::optional<Time> last_log{};  ///< of lost edges
  std::shared_ptr<Watched> watched{};
  Dialogue waiting{};
};

HostLines::HostLines(EventLoop& loop) : loop_(loop) {
  loop_.add_backlog(*this);
}

HostLines::~HostLines() {
  loop_.remove_backlog(*this);
  while (!entries_.empty()) disconnect(entries_.begin()->first);
}

Result<void> HostLines::connect(const std::string& id, HostGpioPart& part,
                                std::unique_ptr<HostLine> line) {
  disconnect(id);
  std::optional<bool> level;
  if (part.choice().direction == LineDirection::in) {
    const auto read = line->level();
    if (!read) return read.error();
    level = *read;
  }
  auto made = std::make_unique<Entry>(Entry{.id = id, .part = &part, .line = std::move(line)});
  Entry& entry = *made;
  // Before the line's edges are read: they are later than this level.
  loop_.turn([&] {
    part.connect(entry.line->name(), [&entry](std::optional<bool> driven) {
      if (!entry.line) return;
      if (const auto done = entry.line->drive(driven); !done) entry.failure = done.error().message;
    });
    if (level) part.set_level(*level);
  });
  entry.watched = std::make_shared<Watched>(loop_.io(), entry.line->descriptor());
  entry.waiting =
      Dialogue(loop_.io().get_executor(), "line of the host", take_edges(loop_, entry.watched));
  entries_.emplace(id, std::move(made));
  drop_failed();
  return {};
}

void HostLines::disconnect(const std::string& id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Entry& entry = *found->second;
  loop_.turn([&] { entry.part->disconnect(); });
  if (entry.line) entry.watched->release();
  entries_.erase(found);
}

bool HostLines::is_connected(const std::string& id) const {
  const auto found = entries_.find(id);
  return found != entries_.end() && found->second->line;
}

bool HostLines::take_backlog() {
  drop_failed();
  std::vector<ReadEdge> edges;
  bool more = false;
  for (Entry* entry : ready_entries()) more |= read_edges(*entry, edges);
  std::ranges::stable_sort(edges, {}, [](const ReadEdge& read) { return read.edge.when; });
  for (const auto& [edge, entry] : edges) {
    loop_.turn_at(edge.when, [&, &edge = edge, &entry = entry] {
      count_lost(*entry, edge.number);
      entry->part->set_level(edge.level);
    });
  }
  return more;
}

/// Those that have edges, or are gone.
std::vector<HostLines::Entry*> HostLines::ready_entries() {
  std::vector<Entry*> open;
  std::vector<pollfd> polled;
  open.reserve(entries_.size());
  polled.reserve(entries_.size());
  for (const auto& [id, entry] : entries_) {
    if (!entry->line) continue;
    open.push_back(entry.get());
    polled.push_back({.fd = entry->line->descriptor(), .events = POLLIN, .revents = 0});
  }
  std::vector<Entry*> ready;
  if (polled.empty() || ::poll(polled.data(), polled.size(), 0) <= 0) return ready;
  ready.reserve(open.size());
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (polled[i].revents != 0) ready.push_back(open[i]);
  }
  return ready;
}

/// True if there may be more.
bool HostLines::read_edges(Entry& entry, std::vector<ReadEdge>& into) {
  std::vector<HostEdge> edges;
  const auto read = entry.line->read_edges(edges);
  if (!read || edges.empty()) {
    // A descriptor that is ready and has no edges would wake the loop without end.
    drop(entry, read ? fmt::format("line {} is gone", entry.line->name()) : read.error().message);
    return false;
  }
  into.reserve(into.size() + edges.size());
  for (const HostEdge& edge : edges) into.push_back({edge, &entry});
  return edges.size() == HostLine::kMostEdges;
}

void HostLines::count_lost(Entry& entry, std::uint32_t number) {
  const std::uint32_t lost = number - std::exchange(entry.last_number, number) - 1;
  if (lost == 0) return;
  entry.part->edges_lost(lost);
  const Time now = std::chrono::steady_clock::now();
  if (entry.last_log && now - *entry.last_log < kLogEvery) return;
  entry.last_log = now;
  spdlog::warn("{}: {} edges of line {} were lost: they came faster than the bench reads them",
               entry.id, lost, entry.line ? entry.line->name() : "");
}

void HostLines::drop(Entry& entry, const std::string& why) {
  spdlog::error("{}: {}; it is connected again when the board's file changes", entry.id, why);
  loop_.turn([&] { entry.part->disconnect(); });
  // The dialogue itself may have led here: it ends at its next step.
  entry.watched->release();
  entry.line.reset();
}

/// Not where it failed: that is within the bench.
void HostLines::drop_failed() {
  for (const auto& [id, entry] : entries_) {
    if (entry->failure.empty()) continue;
    drop(*entry, std::exchange(entry->failure, {}));
  }
}

}  // namespace pinbridge::host_gpio
