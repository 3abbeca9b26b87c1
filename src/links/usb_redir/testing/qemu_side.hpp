#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "links/usb_redir/packet_codec.hpp"
#include "links/usb_redir/redirection.hpp"
#include "links/usb_redir/usb_redir_wire.hpp"

namespace pinbridge::usb_redir::testing {

/// A packet that the bench has sent.
struct Sent {
  std::uint32_t type;
  std::uint64_t id;
  Bytes body;

  std::uint8_t at(std::size_t index) const { return std::to_integer<std::uint8_t>(body.at(index)); }
  Bytes from(std::size_t index) const {
    return {body.begin() + static_cast<std::ptrdiff_t>(index), body.end()};
  }
};

inline Bytes bytes(std::initializer_list<unsigned> values) {
  Bytes made;
  for (const unsigned value : values) LittleEndianWriter(made).u8(value);
  return made;
}

/// The `-device usb-redir` of a QEMU, as far as a device sees it.
class QemuSide {
 public:
  static constexpr Capabilities kQemu{0xff};

  explicit QemuSide(std::unique_ptr<UsbDevice> device)
      : redirection_(std::make_unique<Redirection>(
            std::move(device), [this](std::span<const std::byte> sent) { reader_.append(sent); },
            [this](bool now) { configured = now; })) {}

  /// Says hello, after which the device has introduced itself.
  void hello(Capabilities capabilities = kQemu) {
    const auto hello = take();
    Bytes packet;
    write_packet(packet, wire::usb_redir_hello, 0, hello_body("qemu", capabilities), false);
    long_ids_ = (capabilities & Capabilities{1U << wire::usb_redir_cap_64bits_ids}).bits != 0 &&
                hello && hello->body.size() == wire::kHelloVersionSize + 4;
    if (long_ids_) reader_.use_long_ids();
    outcome = redirection_->receive(packet);
  }
  void connect() {
    hello();
    while (take()) {
    }
  }
  void send(std::uint32_t type, std::uint64_t id, const Bytes& body) {
    Bytes packet;
    write_packet(packet, type, id, body, long_ids_);
    send_raw(packet);
  }
  void send_raw(std::span<const std::byte> raw) { outcome = redirection_->receive(raw); }

  /// The next packet of the bench, if there is one.
  std::optional<Sent> take() {
    const auto packet = reader_.next().value();
    if (!packet) return std::nullopt;
    return Sent{packet->type, packet->id, {packet->body.begin(), packet->body.end()}};
  }

  /// The answer of a control transfer: its status, and its data.
  std::pair<std::uint8_t, Bytes> control(const ControlHeader& header, const Bytes& data = {}) {
    send(wire::usb_redir_control_packet, ++last_id_, header.with(data));
    const auto answer = take();
    if (!answer || answer->type != wire::usb_redir_control_packet || answer->id != last_id_) {
      return {0xff, {}};
    }
    return {answer->at(3), answer->from(10)};
  }
  void bulk_out(std::uint64_t id, const Bytes& data) {
    const BulkHeader header{.endpoint = 1, .length = static_cast<std::uint32_t>(data.size())};
    send(wire::usb_redir_bulk_packet, id, header.with(data, true));
  }
  void bulk_in(std::uint64_t id, std::uint32_t length = 512) {
    const BulkHeader header{.endpoint = 0x81, .length = length};
    send(wire::usb_redir_bulk_packet, id, header.with({}, true));
  }
  void unplug() { redirection_.reset(); }

  bool configured = false;
  Result<void> outcome;  ///< of the last bytes

 private:
  PacketReader reader_;
  std::unique_ptr<Redirection> redirection_;
  std::uint64_t last_id_ = 1000;
  bool long_ids_ = false;
};

}  // namespace pinbridge::usb_redir::testing
