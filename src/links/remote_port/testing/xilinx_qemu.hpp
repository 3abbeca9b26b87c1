#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/byte_order.hpp"
#include "base/testing/fake_lines.hpp"
#include "links/remote_port/remote_port.hpp"
#include "links/remote_port/remote_port_wire.hpp"

namespace pinbridge::remote_port::testing {

/// A packet that was sent to QEMU.
struct Sent {
  Header header;
  Bytes body;
};

/// Xilinx's QEMU with a session of ours: sends it packets, and keeps what it sends.
class XilinxQemu {
 public:
  explicit XilinxQemu(GpioLines& lines, const WireMap& map = kZynqMp) {
    session_ = std::make_unique<RemotePort>(
        lines, map, [this](std::span<const std::byte> bytes) { reader_.append(bytes); });
  }

  Result<void> send(const Header& header, const Bytes& body) {
    return session_->receive(make_packet(header, body));
  }
  Result<void> say_hello(bool posted_wires = true, std::uint16_t major = 4) {
    const Hello hello{.major = major, .minor = 3, .has_posted_wires = posted_wires};
    return send({.command = wire::RP_CMD_hello}, hello.body());
  }
  void sync(std::uint32_t id = 0) {
    Bytes time;
    BigEndianWriter(time).u64(1000);
    EXPECT_TRUE(send({.command = wire::RP_CMD_sync, .id = id}, time));
  }
  void set_wire(std::uint32_t device, std::uint32_t line, bool level,
                std::uint32_t flags = wire::RP_PKT_FLAGS_posted) {
    EXPECT_TRUE(
        send({.command = wire::RP_CMD_interrupt, .id = 77, .flags = flags, .device = device},
             Interrupt{.time = 5, .line = line, .level = level}.body()));
  }
  /// Its hello, and a machine that runs; what the session sent until then is forgotten.
  void start() {
    EXPECT_TRUE(say_hello());
    sync();
    received();
  }

  /// What the session has sent since the last call.
  std::vector<Sent> received() {
    std::vector<Sent> all;
    while (const auto packet = reader_.next().value()) {
      all.push_back({packet->header, Bytes(packet->body.begin(), packet->body.end())});
    }
    return all;
  }
  /// Inputs among it: "16:3=1" for line 3 of device 16.
  std::vector<std::string> inputs() {
    std::vector<std::string> all;
    for (const Sent& sent : received()) {
      if (sent.header.command != wire::RP_CMD_interrupt) continue;
      const auto interrupt = Interrupt::read(sent.body).value();
      all.push_back(fmt::format("{}:{}={:d}", sent.header.device, interrupt.line, interrupt.level));
    }
    return all;
  }

  RemotePort& session() { return *session_; }
  void leave() { session_.reset(); }

 private:
  PacketReader reader_;
  std::unique_ptr<RemotePort> session_;
};

}  // namespace pinbridge::remote_port::testing
