#pragma once

#include <string_view>

#include "api/frame_sink.hpp"
#include "api/news.hpp"
#include "api/outbox.hpp"
#include "api/watch_set.hpp"

namespace pinbridge::api {

/// A client as the hub knows it: what it watches, and how it is notified.
class Subscriber : public FrameSink {
 public:
  virtual WatchSet& watches() = 0;

  /// Keeps the place of a message that is not packed yet, before all that is sent from now on. It
  /// must be filled, once.
  virtual Outbox::Place reserve() = 0;
  virtual void fill(Outbox::Place place, std::string_view message) = 0;

  /// Its position in the hub's news: what is before it, it has read.
  virtual News::Number news_read() const = 0;
  /// Reads news up to the end, into what it sends next.
  virtual void catch_up() = 0;
  /// There is news for it: it is to send soon; at once if it is `awaited`.
  virtual void wake(bool awaited) = 0;

  /// The bench has become another board, and the client was notified of it. Must not change the
  /// bench.
  virtual void rewired() {}
};

}  // namespace pinbridge::api
