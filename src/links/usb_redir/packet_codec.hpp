#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/byte_order.hpp"
#include "base/result.hpp"
#include "base/unread_bytes.hpp"

namespace pinbridge::usb_redir {

/// What one side offers in its hello.
struct Capabilities {
  std::uint32_t bits = 0;

  bool has(unsigned capability) const { return (bits >> capability & 1U) != 0; }
};

/// What both sides offer.
inline Capabilities operator&(Capabilities a, Capabilities b) {
  return {a.bits & b.bits};
}

/// One packet of the peer. Its body is valid until the reader is called again.
struct Packet {
  std::uint32_t type;
  std::uint64_t id;
  std::span<const std::byte> body;
};

/// Splits the stream of a peer into packets. Keeps at most one packet.
class PacketReader {
 public:
  /// A body that is longer is an error: no driver of our devices sends so much.
  static constexpr std::size_t kLongestBody = 128U << 10U;

  /// Ids are of 64 bits from the next packet on.
  void use_long_ids() { long_ids_ = true; }

  void append(std::span<const std::byte> bytes) { unread_.append(bytes); }

  /// The next whole packet; nullopt until its rest has come.
  Result<std::optional<Packet>> next();

 private:
  bool long_ids_ = false;
  UnreadBytes unread_;
};

/// Appends a packet to bytes that are to be sent.
void write_packet(Bytes& bytes, std::uint32_t type, std::uint64_t id,
                  std::span<const std::byte> body, bool long_ids);

/// The body of a hello.
Bytes hello_body(const std::string& version, Capabilities capabilities);
/// The capabilities that a peer's hello has. Fails if the body is too short for one.
Result<Capabilities> read_hello(std::span<const std::byte> body);

/// The header of a control transfer, followed by its data.
struct ControlHeader {
  std::uint8_t endpoint = 0;
  std::uint8_t request = 0;
  std::uint8_t request_type = 0;
  std::uint8_t status = 0;
  std::uint16_t value = 0;
  std::uint16_t index = 0;
  std::uint16_t length = 0;

  bool is_in() const { return (request_type & 0x80U) != 0; }

  static ControlHeader read(LittleEndianReader& from);
  Bytes with(std::span<const std::byte> data) const;
};

/// The header of a bulk transfer; the high half of its length is there if both sides have
/// usb_redir_cap_32bits_bulk_length.
struct BulkHeader {
  std::uint8_t endpoint = 0;
  std::uint8_t status = 0;
  std::uint32_t length = 0;
  std::uint32_t stream = 0;

  static BulkHeader read(LittleEndianReader& from, bool long_length);
  Bytes with(std::span<const std::byte> data, bool long_length) const;
};

/// The header of an interrupt transfer.
struct InterruptHeader {
  std::uint8_t endpoint = 0;
  std::uint8_t status = 0;
  std::uint16_t length = 0;

  static InterruptHeader read(LittleEndianReader& from);
  Bytes with(std::span<const std::byte> data) const;
};

}  // namespace pinbridge::usb_redir
