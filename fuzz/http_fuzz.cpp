// What a browser or a program sends over HTTP, in pieces: Beast's parser, access control, the API,
// files, waveforms, and a WebSocket if the bytes ask for one. The first byte has flags.

#include <spdlog/spdlog.h>

#include "fuzz_input.hpp"
#include "fuzz_server.hpp"

using namespace pinbridge;

namespace {

constexpr std::uint8_t kTokenRequired = 1;
constexpr std::uint8_t kInPieces = 2;

/// A capture with some edges, for waveforms.
class Capturing {
 public:
  explicit Capturing(fuzz::FuzzHub& service)
      : outbox_(service.hub().memory(), [] {}, ""), session_(service.hub(), outbox_, [](bool) {}) {
    session_.receive(fuzz::message_of(R"([0,1,"capture",["vm:0","vm:1"]])"));
  }
  ~Capturing() { outbox_.leave_budget(); }

 private:
  api::Outbox outbox_;
  api::ClientSession session_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spdlog::set_level(spdlog::level::critical);
  static fuzz::FuzzServer open("");
  static fuzz::FuzzServer closed("token");
  static const Capturing capturing(open.service());
  fuzz::Input input(data, size);
  const auto flags = input.take<std::uint8_t>();
  fuzz::FuzzServer& server = (flags & kTokenRequired) != 0 ? closed : open;
  server.connect();
  while (!input.empty()) {
    const std::size_t most = (flags & kInPieces) != 0 ? 1U + input.take<std::uint8_t>() : size;
    const auto bytes = input.bytes(most);
    server.send({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  server.disconnect();
  return 0;
}
