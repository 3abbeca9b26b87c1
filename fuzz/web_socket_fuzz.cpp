// A page in its WebSocket: frames of any kind, well-formed or not, with messages in JSON (packed
// here) or any bytes.

#include <spdlog/spdlog.h>

#include "fuzz_input.hpp"
#include "fuzz_server.hpp"

using namespace pinbridge;

namespace {

constexpr std::string_view kUpgrade =
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// `first` has FIN, the reserved bits and the opcode; the key is 0, so the payload is as it is.
std::string frame(std::uint8_t first, std::string_view payload) {
  constexpr std::uint8_t kMasked = 0x80;
  std::string bytes(1, static_cast<char>(first));
  if (payload.size() < 126) {
    bytes += static_cast<char>(kMasked | payload.size());
  } else {
    bytes += static_cast<char>(kMasked | 126U);
    bytes += static_cast<char>(payload.size() >> 8U & 0xffU);
    bytes += static_cast<char>(payload.size() & 0xffU);
  }
  return bytes + std::string(4, '\0') + std::string(payload);
}

/// A step is one byte: the kind of frame; 'b' and 'j' for a whole binary one of bytes or of JSON,
/// 'r' for bytes without a frame. Then comes its length, and then itself.
void step(fuzz::FuzzServer& server, fuzz::Input& input) {
  const auto kind = input.take<std::uint8_t>();
  const auto bytes = input.bytes(input.take<std::uint8_t>());
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  constexpr std::uint8_t kBinary = 0x82;
  switch (kind) {
    case 'j':
      return server.send(frame(kBinary, fuzz::message_of(text)));
    case 'b':
      return server.send(frame(kBinary, text));
    case 'r':
      return server.send(text);
    default:
      return server.send(frame(kind, text));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spdlog::set_level(spdlog::level::critical);
  static fuzz::FuzzServer server("");
  fuzz::Input input(data, size);
  server.connect();
  server.send(kUpgrade);
  while (!input.empty()) step(server, input);
  server.disconnect();
  return 0;
}
