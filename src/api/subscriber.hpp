#pragma once

#include <string_view>

#include "api/frame_sink.hpp"
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

  /// The bench has become another board, and the client was notified of it. Must not change the
  /// bench.
  virtual void rewired() {}
};

}  // namespace pinbridge::api
