#include "server/vcd_stream.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>

namespace pinbridge {
namespace {

std::vector<VcdWriter::Signal> signals_of(const CaptureExcerpt& excerpt) {
  std::vector<VcdWriter::Signal> signals;
  for (const auto& channel : excerpt.channels) {
    signals.push_back({channel.part, channel.pin, channel.level});
  }
  return signals;
}

/// The date, and what a reader of the file should know of what is not in it.
std::string heading(const CaptureExcerpt& excerpt) {
  std::string text = fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(std::time(nullptr)));
  if (excerpt.dropped > 0)
    text += fmt::format(" ({} earlier edges were not kept)", excerpt.dropped);
  return text;
}

}  // namespace

VcdStream::VcdStream(CaptureExcerpt excerpt)
    : excerpt_(std::move(excerpt)), writer_(heading(excerpt_), signals_of(excerpt_)) {}

std::string VcdStream::next() {
  if (ended_) return "";
  const std::size_t end = std::min(next_edge_ + kEdgesAPiece, excerpt_.edges.size());
  for (; next_edge_ < end; ++next_edge_) {
    const CapturedEdge& edge = excerpt_.edges[next_edge_];
    writer_.change(edge.channel, edge.level, edge.time - excerpt_.from);
  }
  if (next_edge_ == excerpt_.edges.size()) {
    writer_.end(excerpt_.until - excerpt_.from);
    ended_ = true;
  }
  return writer_.take();
}

}  // namespace pinbridge
