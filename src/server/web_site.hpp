#pragma once

#include <span>

#include "server/http_api.hpp"
#include "server/web_files.hpp"
#include "server/web_guard.hpp"

namespace pinbridge::server {

/// All that a bench serves by HTTP, and to whom.
class WebSite {
 public:
  /// `hub` and the files outlive it.
  WebSite(api::Hub& hub, WebGuard guard, std::span<const WebFile> files)
      : api_(hub), guard_(std::move(guard)), files_(files) {}

  const WebGuard& guard() const { return guard_; }

  /// What to answer in place of what was asked, as far as the head of a request decides it: who may
  /// not is refused before a body is read. nullopt for who may.
  std::optional<HttpResponse> refuse(const HttpRequest& head, const HttpTarget& target) const;

  /// The answer to a request that refuse() lets pass. To be called within a turn.
  HttpReply answer(const HttpRequest& request, const HttpTarget& target);

  /// Maximum number of waveforms sent at once: each holds its edges in memory.
  static constexpr int kMostWaveforms = 4;
  /// Reserves a place for one and returns true, or returns false if there is none.
  bool begin_waveform();
  void end_waveform() { --waveforms_; }

  /// Where the client protocol is spoken in a WebSocket's binary frames.
  static constexpr std::string_view kWebSocketPath = "/ws";

 private:
  HttpApi api_;
  WebGuard guard_;
  std::span<const WebFile> files_;
  int waveforms_ = 0;  ///< that are being sent
};

}  // namespace pinbridge::server
