#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/byte_order.hpp"
#include "base/result.hpp"
#include "base/unread_bytes.hpp"
#include "links/remote_port/remote_port_wire.hpp"

namespace pinbridge::remote_port {

struct Header {
  std::uint32_t command = 0;
  std::uint32_t id = 0;
  std::uint32_t flags = 0;
  std::uint32_t device = 0;

  bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
};

/// One packet of the peer. Its body is valid until the reader is called again.
struct Packet {
  Header header;
  std::span<const std::byte> body;
};

/// Splits the stream of a peer into packets. Keeps at most one packet.
class PacketReader {
 public:
  /// A body that is longer is an error: QEMU's accesses to memory are much shorter.
  static constexpr std::size_t kLongestBody = 64U << 10U;

  void append(std::span<const std::byte> bytes) { unread_.append(bytes); }

  /// The next whole packet; nullopt until its rest has come.
  Result<std::optional<Packet>> next();

 private:
  UnreadBytes unread_;
};

/// A packet to send.
Bytes make_packet(const Header& header, std::span<const std::byte> body);

struct Hello {
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  bool has_posted_wires = false;

  /// Fails if the body, or its list of capabilities, is too short.
  static Result<Hello> read(std::span<const std::byte> body);
  Bytes body() const;
};

/// A new level of a wire.
struct Interrupt {
  std::uint64_t time = 0;  ///< ns of the guest's virtual time
  std::uint32_t line = 0;
  bool level = false;

  /// Fails if the body is too short.
  static Result<Interrupt> read(std::span<const std::byte> body);
  Bytes body() const;
};

/// A read or a write of memory.
struct BusAccess {
  std::uint64_t time = 0;
  std::uint64_t attributes = 0;
  std::uint64_t address = 0;
  std::uint32_t length = 0;  ///< of the data in bytes
  std::uint32_t width = 0;
  std::uint32_t stream_width = 0;
  std::uint16_t master = 0;

  /// The response to a read has the data behind this body, and is a packet like any other.
  static constexpr std::size_t kMostData = PacketReader::kLongestBody - wire::kBusAccessSize;

  /// Fails if the body is too short, or there is more data than kMostData.
  static Result<BusAccess> read(std::span<const std::byte> body);
  Bytes body() const;
};

}  // namespace pinbridge::remote_port
