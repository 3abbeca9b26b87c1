#include "links/remote_port/remote_port.hpp"

#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/byte_order.hpp"
#include "base/check.hpp"
#include "links/remote_port/remote_port_wire.hpp"

namespace pinbridge::remote_port {

RemotePort::RemotePort(GpioLines& lines, const WireMap& map, stream::Send send)
    : lines_(lines), map_(map), send_(std::move(send)), state_(map.lines) {
  PB_CHECK(lines.count() == map.lines);
  lines_.listen([this](LineOffset line, bool) { on_level(line); });
  const Hello hello{
      .major = wire::RP_VERSION_MAJOR, .minor = wire::RP_VERSION_MINOR, .has_posted_wires = true};
  send_(make_packet({.command = wire::RP_CMD_hello, .id = next_id_++}, hello.body()));
}

RemotePort::~RemotePort() {
  lines_.listen({});
  for (std::uint16_t i = 0; i < map_.lines; ++i) {
    if (state_[i].enabled) lines_.release(LineOffset(i));
  }
  lines_.set_connected(false, "no guest");
}

Result<void> RemotePort::receive(std::span<const std::byte> bytes) {
  reader_.append(bytes);
  while (true) {
    const auto packet = reader_.next();
    if (!packet) return packet.error();
    if (!*packet) return {};
    if (auto taken = take(**packet); !taken) return taken;
  }
}

Result<void> RemotePort::take(const Packet& packet) {
  if (packet.header.has(wire::RP_PKT_FLAGS_response)) {
    qemu_responds();
    return {};
  }
  switch (packet.header.command) {
    case wire::RP_CMD_hello:
      return take_hello(packet);
    case wire::RP_CMD_sync:
      time_ = BigEndianReader(packet.body).u64();
      respond(packet, packet.body);  // QEMU's time stands still until then
      machine_runs();
      qemu_responds();
      return {};
    case wire::RP_CMD_interrupt:
      return take_interrupt(packet);
    case wire::RP_CMD_read:
    case wire::RP_CMD_write:
      return take_bus_access(packet);
    default:
      return {};  // what we did not offer
  }
}

Result<void> RemotePort::take_hello(const Packet& packet) {
  const auto hello = Hello::read(packet.body);
  if (!hello) return hello.error();
  if (hello->major != wire::RP_VERSION_MAJOR) {
    return make_error(ErrorCode::unsupported, "it has version {}.{} of Remote-Port, not {}.x",
                      hello->major, hello->minor, wire::RP_VERSION_MAJOR);
  }
  peer_ = *hello;
  lines_.set_connected(true,
                       fmt::format("Xilinx's QEMU, Remote-Port {}.{}", hello->major, hello->minor));
  return {};
}

/// May come before QEMU's hello: levels after a reset.
Result<void> RemotePort::take_interrupt(const Packet& packet) {
  const auto interrupt = Interrupt::read(packet.body);
  if (!interrupt) return interrupt.error();
  time_ = interrupt->time;
  if (const Bank* bank = map_.bank_from(packet.header.device)) {
    set_wire(*bank, interrupt->line, interrupt->level);
  }
  // Otherwise a reset or an interrupt that the board has no line for.
  const bool posted = packet.header.has(wire::RP_PKT_FLAGS_posted);
  if (!posted && peer_ && peer_->has_posted_wires) respond(packet, packet.body);
  machine_runs();
  return {};
}

/// The guest accesses memory of the PL, and would wait forever: there is nothing at any address.
Result<void> RemotePort::take_bus_access(const Packet& packet) {
  auto access = BusAccess::read(packet.body);
  if (!access) return access.error();
  time_ = access->time;
  if (!std::exchange(reported_memory_, true)) {
    spdlog::warn("the guest accesses address {:#x} in the PL, which the board does not have",
                 access->address);
  }
  if (!packet.header.has(wire::RP_PKT_FLAGS_posted)) {
    access->attributes &= ~std::uint64_t{wire::RP_BUS_ATTR_status_mask};
    access->attributes |= wire::RP_BUS_RESP_ADDR_ERROR;
    Bytes body = access->body();
    if (packet.header.command == wire::RP_CMD_read) body.resize(body.size() + access->length);
    respond(packet, body);
  }
  machine_runs();
  return {};
}

void RemotePort::set_wire(const Bank& bank, std::uint32_t wire, bool level) {
  const bool is_enable = bank.has_enables && wire >= bank.count;
  const std::uint32_t index = is_enable ? wire - bank.count : wire;
  if (index >= bank.count) return;
  const LineOffset line(static_cast<std::uint16_t>(bank.first + index));
  Line& state = state_[line.value()];
  if (is_enable) {
    if (std::exchange(state.enabled, level) == level) return;
  } else {
    state.level = level;
    if (!bank.has_enables) state.enabled = true;
    if (!state.enabled) return;
  }
  if (state.enabled) {
    lines_.drive(line, state.level);
  } else {
    lines_.release(line);
    on_level(line);
  }
}

void RemotePort::respond(const Packet& packet, std::span<const std::byte> body) {
  Header header = packet.header;
  header.flags = wire::RP_PKT_FLAGS_response;
  send_(make_packet(header, body));
}

/// QEMU says hello when all its devices exist, but before its machine runs.
void RemotePort::machine_runs() {
  if (!peer_ || std::exchange(runs_, true)) return;
  for (std::uint16_t i = 0; i < map_.lines; ++i) on_level(LineOffset(i));
}

void RemotePort::qemu_responds() {
  ahead_ = 0;
  for (std::uint16_t i = 0; i < map_.lines && ahead_ < kMostAhead; ++i) {
    if (std::exchange(state_[i].waits, false)) on_level(LineOffset(i));
  }
}

void RemotePort::on_level(LineOffset line) {
  Line& state = state_[line.value()];
  if (!runs_ || state.enabled || !map_.bank_of(line).to_qemu) return;
  if (!lines_.is_wired(line) || lines_.floats(line)) return;
  if (ahead_ >= kMostAhead) {
    if (std::exchange(state.waits, true)) lines_.edge_merged(line);
  } else if (state.sent != lines_.last_level(line)) {
    send_input(line);
  }
}

void RemotePort::send_input(LineOffset line) {
  const Bank& bank = map_.bank_of(line);
  const bool level = lines_.last_level(line);
  state_[line.value()].sent = level;
  // One of many asks for a response, which shows that QEMU has taken those before it. A peer
  // without this capability does not respond to any; its syncs show the same.
  const bool asks = ++ahead_ == kMostAhead / 2 && peer_->has_posted_wires;
  const Interrupt interrupt{
      .time = time_, .line = line.value() - std::uint32_t{bank.first}, .level = level};
  send_(make_packet({.command = wire::RP_CMD_interrupt,
                     .id = next_id_++,
                     .flags = asks ? 0U : std::uint32_t{wire::RP_PKT_FLAGS_posted},
                     .device = *bank.to_qemu},
                    interrupt.body()));
}

}  // namespace pinbridge::remote_port
