// A client's MessagePack-RPC session, beside one that watches. An input that begins with "j" is
// lines of JSON, each a message; of another, each piece of bytes begins with its length.

#include <optional>

#include "api/client_session.hpp"
#include "api/outbox.hpp"
#include "fuzz_hub.hpp"
#include "fuzz_input.hpp"

using namespace pinbridge;

namespace {

constexpr std::size_t kBound = 1U << 16U;
constexpr Duration kStep = std::chrono::milliseconds(7);

class Client {
 public:
  explicit Client(api::Hub& hub)
      : outbox_(
            hub.memory(), [] {}, api::ClientSession::farewell(), kBound),
        session_(hub, outbox_, [](bool) {}) {}

  /// False once it has been disconnected.
  bool send(std::string_view bytes) {
    session_.receive(bytes);
    return !outbox_.ended();
  }
  void read() {
    session_.catch_up();
    outbox_.begin_send();
    outbox_.sent();
  }

 private:
  api::Outbox outbox_;
  api::ClientSession session_;
};

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::FuzzHub service;
  {
    Client watcher(service.hub());
    watcher.send(fuzz::message_of(R"([0,1,"watch",[]])"));
    watcher.send(fuzz::message_of(R"([0,2,"view",[]])"));
    Client client(service.hub());
    fuzz::Input input(data, size);
    const bool as_json = input.take<std::uint8_t>() == 'j';
    std::string_view text(reinterpret_cast<const char*>(data), size);
    if (as_json) next_line(text);
    bool connected = true;
    while (connected && !(as_json ? text.empty() : input.empty())) {
      if (as_json) {
        connected = client.send(fuzz::message_of(next_line(text)));
      } else {
        const auto bytes = input.bytes(input.take<std::uint8_t>());
        connected = client.send({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      }
      service.advance(kStep);
      // A client that does not read all the time.
      if ((size & 1U) == 0) client.read();
      watcher.read();
    }
  }
  service.advance(std::chrono::milliseconds(50));
  return 0;
}
