// MQTT: any messages of a broker, on topics of commands, shared nets and the status of other
// benches; its acknowledgements, refusals and losses of the connection, and changes of the board
// meanwhile.

#include <array>
#include <string>

#include <spdlog/spdlog.h>

#include "base/check.hpp"
#include "fuzz_board.hpp"
#include "fuzz_input.hpp"
#include "mqtt/session.hpp"
#include "mqtt/testing/fake_connection.hpp"

using namespace pinbridge;
using namespace pinbridge::mqtt;
using fuzz::Input;

namespace {

constexpr std::string_view kNets = R"({"version": 1, "parts": [
  {"id": "l", "type": "wokwi-led"}, {"id": "b", "type": "wokwi-pushbutton"},
  {"id": "n", "type": "net-link", "attrs": {"net": "bus"}},
  {"id": "m", "type": "net-link", "attrs": {"net": "bus"}},
  {"id": "v", "type": "wokwi-vcc"}],
 "connections": [["v:VCC", "b:1.l", "", []], ["b:2.l", "n:NET", "", []],
  ["n:NET", "l:A", "", []]]})";

constexpr std::array kTopics{"lab/a/net/bus/n",
                             "lab/b/net/bus/n",
                             "lab/a/status",
                             "lab/b/status",
                             "lab/me/net/bus/n",
                             "lab/me/pin/l/A/set",
                             "lab/me/pin/n/NET/set",
                             "lab/me/part/b/control/pressed/set",
                             "lab/me/part/b/control/pressed/press"};

std::string text_of(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

/// What a bench publishes is bounded, whatever it receives.
void take_published(Session& session, testing::FakeConnection& connection, Input& input) {
  PB_CHECK(connection.published.size() <= Session::kWindow);
  const auto sent = std::exchange(connection.published, {});
  const bool refused = input.take<std::uint8_t>() == 0;
  for (const auto& one : sent) {
    session.acknowledged(
        one.id, refused ? Result<void>(make_error(ErrorCode::busy, "no")) : Result<void>());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spdlog::set_level(spdlog::level::critical);
  Input input(data, size);
  fuzz::FuzzBoard board(kNets);
  api::Commands commands(board.bench(), "me", board.board());
  testing::FakeConnection connection;
  Session session(commands, connection, Topics("lab", "me"),
                  {.status = {"me", "run", true, {"all"}, ""},
                   .edges = {.all = true, .pins = {}},
                   .utc = [](Time) { return std::chrono::system_clock::time_point{}; },
                   .discovery = "",
                   .broker = "broker",
                   .seed = 1});
  session.start();
  session.opened();
  while (!input.empty()) {
    const auto op = input.take<std::uint8_t>();
    if (op < 4) {
      connection.published.clear();
      session.closed({"lost"});
      session.opened();
    } else if (op < 32) {
      board.bench().drive_by_hand(PinId{op % 4U}, strong((op & 4U) != 0));
    } else if (op < 48) {
      board.advance(std::chrono::milliseconds(op));
    } else if (op < 96) {
      take_published(session, connection, input);
    } else {
      const std::string topic = kTopics[op % kTopics.size()];
      const auto length = input.take<std::uint16_t>() % 1024U;
      session.received({topic, text_of(input.bytes(length)), (op & 16U) != 0});
    }
  }
  return 0;
}
