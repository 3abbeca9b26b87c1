#include "links/remote_port/packet_codec.hpp"

#include "base/byte_order.hpp"
#include "links/remote_port/remote_port_wire.hpp"

namespace pinbridge::remote_port {
namespace {

Error too_short(const char* what, std::size_t size) {
  return make_error(ErrorCode::invalid, "{} of {} bytes is too short", what, size);
}

}  // namespace

Result<std::optional<Packet>> PacketReader::next() {
  BigEndianReader reader(unread_.view());
  Header header{.command = reader.u32()};
  const std::uint32_t length = reader.u32();
  header.id = reader.u32();
  header.flags = reader.u32();
  header.device = reader.u32();
  if (!reader.ok()) return std::nullopt;
  if (length > kLongestBody) {
    return make_error(ErrorCode::limit, "a packet of command {} has {} bytes, more than {}",
                      header.command, length, kLongestBody);
  }
  if (reader.rest().size() < length) return std::nullopt;
  unread_.take(wire::kHeaderSize + length);
  return Packet{header, reader.rest().first(length)};
}

Bytes make_packet(const Header& header, std::span<const std::byte> body) {
  Bytes bytes;
  BigEndianWriter(bytes)
      .u32(header.command)
      .u32(static_cast<std::uint32_t>(body.size()))
      .u32(header.id)
      .u32(header.flags)
      .u32(header.device)
      .bytes(body);
  return bytes;
}

Result<Hello> Hello::read(std::span<const std::byte> body) {
  BigEndianReader reader(body);
  Hello hello{.major = reader.u16(), .minor = reader.u16()};
  const std::uint32_t offset = reader.u32();
  const std::uint16_t count = reader.u16();
  if (!reader.ok()) return too_short("a hello", body.size());
  if (count == 0) return hello;
  // The offset counts from the header.
  if (offset < wire::kHeaderSize || offset - wire::kHeaderSize > body.size()) {
    return make_error(ErrorCode::invalid, "a hello has its capabilities at {}, outside of itself",
                      offset);
  }
  BigEndianReader capabilities(body.subspan(offset - wire::kHeaderSize));
  for (std::uint16_t i = 0; i < count && capabilities.ok(); ++i) {
    if (capabilities.u32() == wire::CAP_WIRE_POSTED_UPDATES) hello.has_posted_wires = true;
  }
  if (!capabilities.ok()) return too_short("a hello with its capabilities", body.size());
  return hello;
}

Bytes Hello::body() const {
  Bytes bytes;
  BigEndianWriter writer(bytes);
  const std::uint16_t capabilities = has_posted_wires ? 1 : 0;
  writer.u16(major).u16(minor).u32(wire::kHeaderSize + wire::kHelloSize).u16(capabilities).u16(0);
  if (has_posted_wires) writer.u32(wire::CAP_WIRE_POSTED_UPDATES);
  return bytes;
}

Result<Interrupt> Interrupt::read(std::span<const std::byte> body) {
  BigEndianReader reader(body);
  Interrupt interrupt{.time = reader.u64()};
  reader.u64();  // the vector, which is always 0
  interrupt.line = reader.u32();
  interrupt.level = reader.u8() != 0;
  if (!reader.ok()) return too_short("an interrupt", body.size());
  return interrupt;
}

Bytes Interrupt::body() const {
  Bytes bytes;
  BigEndianWriter(bytes).u64(time).u64(0).u32(line).u8(level ? 1 : 0);
  return bytes;
}

Result<BusAccess> BusAccess::read(std::span<const std::byte> body) {
  BigEndianReader reader(body);
  const BusAccess access{.time = reader.u64(),
                         .attributes = reader.u64(),
                         .address = reader.u64(),
                         .length = reader.u32(),
                         .width = reader.u32(),
                         .stream_width = reader.u32(),
                         .master = reader.u16()};
  if (!reader.ok()) return too_short("an access to memory", body.size());
  if (access.length > kMostData) {
    return make_error(ErrorCode::limit, "an access to {} bytes of memory, more than {}",
                      access.length, kMostData);
  }
  return access;
}

Bytes BusAccess::body() const {
  Bytes bytes;
  BigEndianWriter(bytes)
      .u64(time)
      .u64(attributes)
      .u64(address)
      .u32(length)
      .u32(width)
      .u32(stream_width)
      .u16(master);
  return bytes;
}

}  // namespace pinbridge::remote_port
