#include "server/vcd_stream.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>

#include "base/check.hpp"

namespace pinbridge::server {
namespace {

std::vector<trace::VcdWriter::Signal> signals_of(const api::CaptureExcerpt& excerpt) {
  std::vector<trace::VcdWriter::Signal> signals;
  signals.reserve(excerpt.channels.size());
  for (const auto& channel : excerpt.channels) {
    signals.push_back({channel.part, channel.pin, channel.level});
  }
  return signals;
}

/// The date, and a note for readers about what the file does not contain.
std::string heading(const api::CaptureExcerpt& excerpt) {
  std::string text = fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time(nullptr)));
  if (excerpt.dropped > 0)
    text += fmt::format(" ({} earlier edges were not kept)", excerpt.dropped);
  return text;
}

}  // namespace

bool VcdStream::measure() {
  const std::size_t end = std::min(measured_ + kEdgesMeasured, excerpt_.edges.size());
  for (; measured_ < end; ++measured_) ticks_.add(excerpt_.edges[measured_].time - excerpt_.from);
  return measured_ < excerpt_.edges.size();
}

std::string VcdStream::next() {
  PB_CHECK(measured_ == excerpt_.edges.size());
  if (ended_) return "";
  if (!writer_) writer_.emplace(heading(excerpt_), signals_of(excerpt_), ticks_.separating_unit());
  const std::size_t end = std::min(next_edge_ + kEdgesAPiece, excerpt_.edges.size());
  for (; next_edge_ < end; ++next_edge_) {
    const api::CapturedEdge& edge = excerpt_.edges[next_edge_];
    writer_->change(edge.channel, edge.level, edge.time - excerpt_.from);
  }
  if (next_edge_ == excerpt_.edges.size()) {
    writer_->end(excerpt_.until - excerpt_.from);
    ended_ = true;
  }
  return writer_->take();
}

}  // namespace pinbridge::server
