// Remote-Port: any packets of Xilinx's QEMU, cut anywhere, with or without a hello before them; and
// changes of the lines meanwhile.

#include <algorithm>

#include <spdlog/spdlog.h>

#include "base/check.hpp"
#include "base/testing/fake_lines.hpp"
#include "fuzz_input.hpp"
#include "links/remote_port/remote_port.hpp"
#include "links/remote_port/remote_port_wire.hpp"

using namespace pinbridge;
using namespace pinbridge::remote_port;
using fuzz::Input;

namespace {

/// What the session sends: whole packets, and inputs of devices and lines that QEMU has.
class Receiver {
 public:
  explicit Receiver(const WireMap& map) : map_(map) {}

  void take(std::span<const std::byte> bytes) {
    reader_.append(bytes);
    const auto packet = reader_.next();
    PB_CHECK(packet && *packet && bytes.size() == wire::kHeaderSize + (*packet)->body.size());
    const Header& header = (*packet)->header;
    if (header.has(wire::RP_PKT_FLAGS_response)) return;
    PB_CHECK(header.command == wire::RP_CMD_hello || header.command == wire::RP_CMD_interrupt);
    if (header.command == wire::RP_CMD_interrupt) check(header, (*packet)->body);
  }

 private:
  void check(const Header& header, std::span<const std::byte> body) const {
    const auto interrupt = Interrupt::read(body);
    PB_CHECK(interrupt.has_value());
    const bool known = std::ranges::any_of(map_.banks, [&](const Bank& bank) {
      return bank.to_qemu == header.device && interrupt->line < bank.count;
    });
    PB_CHECK(known);
  }

  const WireMap& map_;
  PacketReader reader_;
};

Bytes take_body(Input& input, std::uint32_t command) {
  if (command == wire::RP_CMD_interrupt) {
    return Interrupt{.time = input.take<std::uint8_t>(),
                     .line = input.take<std::uint8_t>(),
                     .level = input.take<std::uint8_t>() % 2 == 0}
        .body();
  }
  const auto bytes = std::as_bytes(input.bytes(input.take<std::uint8_t>()));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spdlog::set_level(spdlog::level::critical);
  Input input(data, size);
  const auto mode = input.take<std::uint8_t>();
  const WireMap& map = (mode & 1U) != 0 ? kZynqMp : kZynq7000;
  testing::FakeLines lines(map.lines);
  lines.keep_no_log();
  Receiver receiver(map);
  RemotePort session(lines, map, [&](std::span<const std::byte> bytes) { receiver.take(bytes); });
  bool lives = true;
  if ((mode & 2U) == 0) {
    const Hello hello{.major = 4, .minor = 3, .has_posted_wires = (mode & 4U) == 0};
    lives = session.receive(make_packet({.command = wire::RP_CMD_hello}, hello.body())).has_value();
  }
  while (lives && !input.empty()) {
    const auto op = input.take<std::uint8_t>();
    if (op < 64) {
      lines.put(static_cast<std::uint16_t>(input.below(map.lines)), (op & 1U) != 0);
    } else if (op < 96) {
      lives = session.receive(std::as_bytes(input.bytes(input.take<std::uint8_t>()))).has_value();
    } else {
      const Header header{.command = op % 10U,
                          .id = input.take<std::uint8_t>(),
                          .flags = input.take<std::uint8_t>() % 8U,
                          .device = input.take<std::uint8_t>() % 24U};
      lives = session.receive(make_packet(header, take_body(input, header.command))).has_value();
    }
  }
  return 0;
}
