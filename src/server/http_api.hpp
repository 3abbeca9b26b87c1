#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "api/capture.hpp"
#include "api/hub.hpp"
#include "bench/bench_listener.hpp"
#include "server/http_message.hpp"
#include "server/http_target.hpp"
#include "server/json_answer.hpp"

namespace pinbridge::server {

/// A waveform that was asked for: part of a capture.
struct WaveformRequest {
  const api::Capture* capture;  ///< valid within the turn
  Time from;
  Time until;
};

/// What is sent for a request: a whole response, one that is made piece by piece, or a waveform
/// that is also sent piece by piece.
using HttpReply = std::variant<HttpResponse, std::unique_ptr<JsonAnswer>, WaveformRequest>;

/// A bench over HTTP, for programs that support nothing else: each pin is a resource.
/// docs/reference/openapi.json describes it; the messages are those of
/// src/api/messages.schema.json.
class HttpApi : public BenchListener {
 public:
  /// `hub` outlives it.
  explicit HttpApi(api::Hub& hub);
  ~HttpApi() override;

  /// Whether this path is for it.
  static bool serves(std::string_view path);

  /// To be called within a turn.
  HttpReply answer(const HttpRequest& request, const HttpTarget& target);

  void part_changed(PartId, Time) override { forget_board(); }
  void rewired(std::span<const std::optional<PinId>>) override { forget_board(); }

 private:
  HttpReply pins(const HttpRequest& request, const HttpTarget& target);
  HttpReply parts(const HttpRequest& request, const HttpTarget& target);
  HttpReply board(const HttpRequest& request);
  HttpReply capture(const HttpRequest& request, const HttpTarget& target);
  HttpResponse pin_state(PinId pin) const;
  void forget_board() {
    board_.reset();
    ++board_changes_;
  }

  api::Hub& hub_;
  api::Commands& commands_;
  std::optional<std::string> board_;  ///< the answer, until the board or a part changes
  std::uint64_t board_changes_ = 0;
};

}  // namespace pinbridge::server
