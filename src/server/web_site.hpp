#pragma once

#include <span>

#include "server/http_api.hpp"
#include "server/web_files.hpp"
#include "server/web_guard.hpp"

namespace pinbridge {

/// All that a bench serves by HTTP, and to whom.
class WebSite {
 public:
  /// `hub` and the files outlive it.
  WebSite(Hub& hub, WebGuard guard, std::span<const WebFile> files)
      : api_(hub), guard_(std::move(guard)), files_(files) {}

  const WebGuard& guard() const { return guard_; }

  /// To be called within a turn.
  HttpReply answer(const HttpRequest& request);

  /// At most so many waveforms are sent at once: each holds its edges in memory.
  static constexpr int kMostWaveforms = 4;
  /// Takes a place for one and returns true, or returns false where there is none.
  bool begin_waveform();
  void end_waveform() { --waveforms_; }

  /// Where the client protocol is spoken in a WebSocket's binary frames.
  static constexpr std::string_view kWebSocketPath = "/ws";
  /// What to answer in place of opening a WebSocket; nullopt for who may.
  std::optional<HttpResponse> refuse_web_socket(const HttpRequest& request) const;

 private:
  HttpApi api_;
  WebGuard guard_;
  std::span<const WebFile> files_;
  int waveforms_ = 0;  ///< that are being sent
};

}  // namespace pinbridge
