#pragma once

#include <variant>

#include "api/capture.hpp"
#include "api/hub.hpp"
#include "server/http_message.hpp"

namespace pinbridge {

/// What is sent for a request: a whole response, or a waveform that is sent piece by piece.
using HttpReply = std::variant<HttpResponse, CaptureExcerpt>;

/// A bench by HTTP, for what speaks nothing else: each pin is a resource. docs/openapi.json says
/// what there is; the messages are those of src/api/messages.schema.json.
class HttpApi {
 public:
  explicit HttpApi(Hub& hub) : hub_(hub), commands_(hub.commands()) {}

  /// Whether this path is for it.
  static bool serves(std::string_view path);

  /// To be called within a turn.
  HttpReply answer(const HttpRequest& request);

 private:
  using Names = std::vector<std::string>;

  HttpReply pins(const HttpRequest& request, const Names& path);
  HttpReply parts(const HttpRequest& request, const Names& path);
  HttpReply board(const HttpRequest& request);
  HttpReply capture(const HttpRequest& request, const std::string& name);
  HttpResponse pin_state(PinId pin) const;

  Hub& hub_;
  Commands& commands_;
};

}  // namespace pinbridge
