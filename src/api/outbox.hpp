#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pinbridge {

/// What waits to be sent to one client, in order and bounded.
///
/// A client that lets more pile up than the bound is told so by a last message and gets nothing
/// after that: what it has received until then is complete.
class Outbox {
 public:
  static constexpr std::size_t kDefaultBound = 8U << 20U;

  /// `wake` is called when there is something to send and nothing is being sent; `farewell` is the
  /// last message of a client that lags.
  Outbox(std::function<void()> wake, std::string farewell, std::size_t bound = kDefaultBound)
      : wake_(std::move(wake)), farewell_(std::move(farewell)), bound_(bound) {}

  /// One whole message, however long: the bound may be passed by one. After end(), nothing is
  /// taken.
  void append(std::string_view message);

  /// Nothing more is to come: once all is sent, finished() is true. Wakes.
  void end();

  /// What is to be sent now, until sent() is called; empty if there is nothing.
  std::string_view begin_send();
  void sent();

  /// Nothing waits, and nothing is being sent.
  bool idle() const { return pending_.empty() && sending_.empty(); }
  bool ended() const { return ended_; }
  bool lagged() const { return lagged_; }
  bool finished() const { return ended_ && idle(); }

 private:
  std::function<void()> wake_;
  std::string farewell_;
  std::size_t bound_;
  std::string pending_;
  std::string sending_;
  bool ended_ = false;
  bool lagged_ = false;
};

}  // namespace pinbridge
