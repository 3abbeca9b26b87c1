#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <msgpack.hpp>

#include "api/capture.hpp"
#include "api/commands.hpp"
#include "api/frame_sink.hpp"
#include "api/outbox.hpp"

namespace pinbridge {

class Hub;

/// One client of a bench, whatever the wire: its bytes in, its answers and notifications out.
/// Speaks docs/client-protocol.md.
class ClientSession : public FrameSink {
 public:
  /// A message may be this long, in bytes.
  static constexpr std::size_t kLongestMessage = 1U << 20U;

  /// `hub` and `outbox` outlive the session.
  ClientSession(Hub& hub, Outbox& outbox);
  ~ClientSession() override;

  /// Takes bytes as they come, whole messages or not. What is not MessagePack ends the session: the
  /// client is told and its outbox ended.
  void receive(std::string_view bytes);

  /// What a client that lags is told last.
  static std::string farewell();

  // For the hub.
  bool watches(PinId pin) const { return watched_[pin.value()]; }
  bool watches_parts() const { return watches_parts_; }
  bool has_watched() const { return has_watched_; }
  /// Pins are others now: see BenchListener. A session that watched all watches all of the new
  /// ones.
  void rewired(std::span<const std::optional<PinId>> moved);
  void send(std::string_view message) override;
  /// True also for the rest of a turn in which nothing had waited: a view's frame and a capture's
  /// go together, and neither starves the other. And at the end, when no other frame comes.
  bool ready() const override;

 private:
  using Parameters = msgpack::object_array;
  /// Packs the result of a request: called once it is known that it succeeds.
  using Answer = std::function<void(msgpack::packer<msgpack::sbuffer>&)>;

  void handle(const msgpack::object& message);
  void handle_request(const Parameters& request);
  void drive(const msgpack::object& setting);
  void fail(const Error& error);

  Result<Answer> call(std::string_view method, const Parameters& parameters);
  Result<Answer> hello(const Parameters& parameters);
  Result<Answer> list(const Parameters& parameters);
  Result<Answer> get(const Parameters& parameters);
  Result<Answer> set(const Parameters& parameters);
  Result<Answer> control(const Parameters& parameters);
  Result<Answer> press(const Parameters& parameters);
  Result<Answer> watch(const Parameters& parameters);
  Result<Answer> unwatch(const Parameters& parameters);
  Result<Answer> announce(const Parameters& parameters);
  // For pages: in client_session_for_pages.cpp.
  Result<Answer> view(const Parameters& parameters);
  Result<Answer> net(const Parameters& parameters);
  Result<Answer> bounce(const Parameters& parameters);
  Result<Answer> capture(const Parameters& parameters);

  Result<std::vector<PinId>> pins(const Parameters& parameters);
  void set_watched(PinId pin, bool watched);
  Answer states_of(std::vector<PinId> pins);
  Answer state_of(PartId part);

  Hub& hub_;
  Commands& commands_;
  Outbox& outbox_;
  msgpack::unpacker unpacker_;
  std::vector<bool> watched_;  ///< by PinId
  bool has_watched_ = false;   ///< ever, and so is told of another board
  bool watches_parts_ = false;
  std::unique_ptr<Capture> capture_;
  std::optional<std::string> announced_;  ///< a machine
  Time idle_at_ = Time::min();            ///< when a message was last put into an empty outbox
};

}  // namespace pinbridge
