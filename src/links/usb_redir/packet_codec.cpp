#include "links/usb_redir/packet_codec.hpp"

#include "links/usb_redir/usb_redir_wire.hpp"

namespace pinbridge::usb_redir {

Result<std::optional<Packet>> PacketReader::next() {
  const auto unread = unread_.view();
  LittleEndianReader header(unread);
  const std::uint32_t type = header.u32();
  const std::uint32_t length = header.u32();
  const bool long_id = long_ids_ && type != wire::usb_redir_hello;
  const std::uint64_t id = long_id ? header.u64() : header.u32();
  if (!header.ok()) return std::nullopt;
  if (length > kLongestBody) {
    return make_error(ErrorCode::limit, "a packet of type {} has {} bytes, more than {}", type,
                      length, kLongestBody);
  }
  if (header.rest().size() < length) return std::nullopt;
  unread_.take(unread.size() - header.rest().size() + length);
  return Packet{type, id, header.rest().first(length)};
}

void write_packet(Bytes& bytes, std::uint32_t type, std::uint64_t id,
                  std::span<const std::byte> body, bool long_ids) {
  LittleEndianWriter writer(bytes);
  writer.u32(type).u32(static_cast<std::uint32_t>(body.size()));
  if (long_ids && type != wire::usb_redir_hello) {
    writer.u64(id);
  } else {
    writer.u32(static_cast<std::uint32_t>(id));
  }
  writer.bytes(body);
}

Bytes hello_body(const std::string& version, Capabilities capabilities) {
  Bytes body;
  // The last byte is the text's end.
  LittleEndianWriter(body)
      .text(version.substr(0, wire::kHelloVersionSize - 1), wire::kHelloVersionSize)
      .u32(capabilities.bits);
  return body;
}

Result<Capabilities> read_hello(std::span<const std::byte> body) {
  if (body.size() < wire::kHelloVersionSize) {
    return make_error(ErrorCode::invalid, "its hello has {} bytes, fewer than {}", body.size(),
                      wire::kHelloVersionSize);
  }
  // A peer of the first version has no capabilities; a later one may have more words of them.
  return Capabilities{LittleEndianReader(body.subspan(wire::kHelloVersionSize)).u32()};
}

ControlHeader ControlHeader::read(LittleEndianReader& from) {
  ControlHeader header;
  header.endpoint = from.u8();
  header.request = from.u8();
  header.request_type = from.u8();
  header.status = from.u8();
  header.value = from.u16();
  header.index = from.u16();
  header.length = from.u16();
  return header;
}

Bytes ControlHeader::with(std::span<const std::byte> data) const {
  Bytes body;
  LittleEndianWriter(body)
      .u8(endpoint)
      .u8(request)
      .u8(request_type)
      .u8(status)
      .u16(value)
      .u16(index)
      .u16(length)
      .bytes(data);
  return body;
}

BulkHeader BulkHeader::read(LittleEndianReader& from, bool long_length) {
  BulkHeader header;
  header.endpoint = from.u8();
  header.status = from.u8();
  header.length = from.u16();
  header.stream = from.u32();
  if (long_length) header.length |= std::uint32_t{from.u16()} << 16U;
  return header;
}

Bytes BulkHeader::with(std::span<const std::byte> data, bool long_length) const {
  Bytes body;
  LittleEndianWriter writer(body);
  writer.u8(endpoint).u8(status).u16(length & 0xffffU).u32(stream);
  if (long_length) writer.u16(length >> 16U);
  writer.bytes(data);
  return body;
}

InterruptHeader InterruptHeader::read(LittleEndianReader& from) {
  InterruptHeader header;
  header.endpoint = from.u8();
  header.status = from.u8();
  header.length = from.u16();
  return header;
}

Bytes InterruptHeader::with(std::span<const std::byte> data) const {
  Bytes body;
  LittleEndianWriter(body).u8(endpoint).u8(status).u16(length).bytes(data);
  return body;
}

}  // namespace pinbridge::usb_redir
