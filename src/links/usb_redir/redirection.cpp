#include "links/usb_redir/redirection.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "links/usb_redir/usb_redir_wire.hpp"

namespace pinbridge::usb_redir {
namespace {

constexpr Capabilities kOurs{1U << wire::usb_redir_cap_connect_device_version |
                             1U << wire::usb_redir_cap_ep_info_max_packet_size |
                             1U << wire::usb_redir_cap_64bits_ids |
                             1U << wire::usb_redir_cap_32bits_bulk_length};

/// The index of an endpoint in tables of all endpoints: 16 out, then 16 in.
std::size_t slot_of(std::uint8_t address) {
  return (address & 0x80U) >> 3U | (address & 0x0fU);
}

bool is_in(std::uint8_t address) {
  return (address & 0x80U) != 0;
}

Bytes body_of(std::initializer_list<unsigned> values) {
  Bytes body;
  for (const unsigned value : values) LittleEndianWriter(body).u8(value);
  return body;
}

Error too_short(const Packet& packet) {
  return make_error(ErrorCode::invalid, "a packet of type {} has {} bytes, fewer than it needs",
                    packet.type, packet.body.size());
}

Bytes interface_info(const DeviceDescription& description) {
  Bytes body;
  LittleEndianWriter writer(body);
  writer.u32(1).fill(wire::kEndpoints, 0);  // one interface, of number 0
  writer.u8(description.interface_class).fill(wire::kEndpoints - 1, 0);
  writer.fill(wire::kEndpoints, 0).fill(wire::kEndpoints, 0);
  return body;
}

Bytes endpoint_info(const DeviceDescription& description, bool with_packet_sizes) {
  constexpr std::uint16_t kControlPacket = 64;
  std::array<std::uint8_t, wire::kEndpoints> types{};
  std::array<std::uint8_t, wire::kEndpoints> intervals{};
  std::array<std::uint16_t, wire::kEndpoints> sizes{};
  types.fill(wire::usb_redir_type_invalid);
  for (const std::uint8_t control : {std::uint8_t{0x00}, std::uint8_t{0x80}}) {
    types[slot_of(control)] = static_cast<std::uint8_t>(TransferType::control);
    sizes[slot_of(control)] = kControlPacket;
  }
  for (const Endpoint& endpoint : description.endpoints) {
    const std::size_t slot = slot_of(endpoint.address);
    types[slot] = static_cast<std::uint8_t>(endpoint.type);
    intervals[slot] = endpoint.interval;
    sizes[slot] = endpoint.max_packet;
  }
  Bytes body;
  LittleEndianWriter writer(body);
  writer.bytes(std::as_bytes(std::span(types))).bytes(std::as_bytes(std::span(intervals)));
  writer.fill(wire::kEndpoints, 0);  // all of interface 0
  if (with_packet_sizes) {
    for (const std::uint16_t size : sizes) writer.u16(size);
  }
  return body;
}

Bytes connect_body(const DeviceDescription& description, bool with_version) {
  Bytes body;
  LittleEndianWriter writer(body);
  writer.u8(wire::usb_redir_speed_high).u8(0).u8(0).u8(0);
  writer.u16(description.vendor).u16(description.product);
  if (with_version) writer.u16(description.version_bcd);
  return body;
}

}  // namespace

Redirection::Redirection(std::unique_ptr<UsbDevice> device, stream::Send send,
                         OnConfigured on_configured)
    : device_(std::move(device)), send_(std::move(send)), on_configured_(std::move(on_configured)) {
  device_->listen([this](std::uint8_t endpoint) { give(endpoint); });
  this->send(wire::usb_redir_hello, 0, hello_body("pinbridge", kOurs));
}

Redirection::~Redirection() {
  configure(0);
}

void Redirection::send(std::uint32_t type, std::uint64_t id, std::span<const std::byte> body) {
  Bytes bytes;
  write_packet(bytes, type, id, body, has(wire::usb_redir_cap_64bits_ids));
  send_(bytes);
}

Result<void> Redirection::receive(std::span<const std::byte> bytes) {
  reader_.append(bytes);
  while (true) {
    const auto packet = reader_.next();
    if (!packet) return packet.error();
    if (!*packet) return {};
    if (auto handled = handle(**packet); !handled) return handled;
  }
}

Result<void> Redirection::handle(const Packet& packet) {
  if (!introduced_ || packet.type == wire::usb_redir_hello) return take_hello(packet);
  LittleEndianReader body(packet.body);
  switch (packet.type) {
    case wire::usb_redir_reset:
      reset();
      break;
    case wire::usb_redir_set_configuration:
      if (const auto wanted = body.u8(); body.ok()) set_configuration(packet.id, wanted);
      break;
    case wire::usb_redir_get_configuration:
      send(wire::usb_redir_configuration_status, packet.id,
           body_of({wire::usb_redir_success, configuration_}));
      break;
    case wire::usb_redir_set_alt_setting: {
      const auto interface = body.u8();
      const auto wanted = body.u8();
      if (body.ok()) set_alternative(packet.id, interface, wanted);
      break;
    }
    case wire::usb_redir_get_alt_setting:
      if (const auto interface = body.u8(); body.ok()) set_alternative(packet.id, interface, 0);
      break;
    case wire::usb_redir_start_interrupt_receiving:
    case wire::usb_redir_stop_interrupt_receiving:
      if (const auto address = body.u8(); body.ok()) {
        receive_interrupts(packet, address,
                           packet.type == wire::usb_redir_start_interrupt_receiving);
      }
      break;
    case wire::usb_redir_cancel_data_packet:
      cancel(packet.id);
      break;
    case wire::usb_redir_control_packet:
      if (const auto header = ControlHeader::read(body); body.ok()) {
        take_control(packet.id, header, body.rest());
      }
      break;
    case wire::usb_redir_bulk_packet: {
      const auto header = BulkHeader::read(body, has(wire::usb_redir_cap_32bits_bulk_length));
      if (body.ok()) take_bulk(packet.id, header, body.rest());
      break;
    }
    case wire::usb_redir_interrupt_packet:
      if (const auto header = InterruptHeader::read(body); body.ok()) {
        take_interrupt(packet.id, header, body.rest());
      }
      break;
    case wire::usb_redir_filter_reject:
      return make_error(ErrorCode::unsupported, "its filter rejects the device");
    case wire::usb_redir_filter_filter:
    case wire::usb_redir_device_disconnect_ack:
      break;
    default:
      return make_error(ErrorCode::invalid,
                        "a packet of type {} is not for a device of bulk and "
                        "interrupt transfers",
                        packet.type);
  }
  if (!body.ok()) return too_short(packet);
  return {};
}

Result<void> Redirection::take_hello(const Packet& packet) {
  if (packet.type != wire::usb_redir_hello || introduced_) {
    return make_error(ErrorCode::invalid, "a packet of type {} where {} hello was due", packet.type,
                      introduced_ ? "no" : "its");
  }
  const auto theirs = read_hello(packet.body);
  if (!theirs) return theirs.error();
  common_ = kOurs & *theirs;
  if (has(wire::usb_redir_cap_64bits_ids)) reader_.use_long_ids();
  introduced_ = true;
  introduce_device();
  return {};
}

void Redirection::introduce_device() {
  const DeviceDescription& description = device_->description();
  send(wire::usb_redir_interface_info, 0, interface_info(description));
  send(wire::usb_redir_ep_info, 0,
       endpoint_info(description, has(wire::usb_redir_cap_ep_info_max_packet_size)));
  send(wire::usb_redir_device_connect, 0,
       connect_body(description, has(wire::usb_redir_cap_connect_device_version)));
}

void Redirection::reset() {
  waiting_.clear();
  receiving_.clear();
  device_->reset();
  configure(0);
}

void Redirection::set_configuration(std::uint64_t id, std::uint8_t configuration) {
  const bool known = configuration <= 1;
  if (known) configure(configuration);
  send(wire::usb_redir_configuration_status, id,
       body_of({known ? wire::usb_redir_success : wire::usb_redir_stall, configuration_}));
}

void Redirection::configure(std::uint8_t configuration) {
  if (std::exchange(configuration_, configuration) == configuration) return;
  on_configured_(configuration != 0);
}

void Redirection::set_alternative(std::uint64_t id, std::uint8_t interface,
                                  std::uint8_t alternative) {
  const bool known = interface == 0 && alternative == 0;
  send(wire::usb_redir_alt_setting_status, id,
       body_of({known ? wire::usb_redir_success : wire::usb_redir_stall, interface, 0}));
}

void Redirection::receive_interrupts(const Packet& packet, std::uint8_t address, bool start) {
  const bool known = is_in(address) && find_endpoint(address, TransferType::interrupt) != nullptr;
  send(wire::usb_redir_interrupt_receiving_status, packet.id,
       body_of({known ? wire::usb_redir_success : wire::usb_redir_inval, address}));
  if (!known) return;
  if (!start) {
    receiving_.erase(address);
    return;
  }
  receiving_.insert(address);
  give(address);
}

void Redirection::take_control(std::uint64_t id, const ControlHeader& header,
                               std::span<const std::byte> data) {
  const Setup setup{header.request_type, header.request, header.value, header.index, header.length};
  auto answer = answer_standard_request(device_->description(), setup);
  if (!answer)
    answer = device_->control(setup, header.is_in() ? std::span<const std::byte>() : data);
  ControlHeader reply = header;
  reply.status = answer ? wire::usb_redir_success : wire::usb_redir_stall;
  if (!header.is_in()) {
    reply.length = answer ? static_cast<std::uint16_t>(data.size()) : std::uint16_t{0};
    return send(wire::usb_redir_control_packet, id, reply.with({}));
  }
  Bytes bytes = std::move(answer).value_or(Bytes());
  if (bytes.size() > header.length) bytes.resize(header.length);
  reply.length = static_cast<std::uint16_t>(bytes.size());
  send(wire::usb_redir_control_packet, id, reply.with(bytes));
}

void Redirection::take_bulk(std::uint64_t id, const BulkHeader& header,
                            std::span<const std::byte> data) {
  const Waiting transfer{id, header};
  if (!find_endpoint(header.endpoint, TransferType::bulk)) {
    return answer_bulk(transfer, wire::usb_redir_inval, {});
  }
  if (is_in(header.endpoint)) {
    if (waiting_.size() >= kMostWaiting) return answer_bulk(transfer, wire::usb_redir_inval, {});
    waiting_.push_back(transfer);
    return give(header.endpoint);
  }
  const bool taken = device_->put(header.endpoint, data);
  Waiting reply = transfer;
  reply.header.length = taken ? static_cast<std::uint32_t>(data.size()) : 0;
  reply.header.status = taken ? wire::usb_redir_success : wire::usb_redir_stall;
  send(wire::usb_redir_bulk_packet, id,
       reply.header.with({}, has(wire::usb_redir_cap_32bits_bulk_length)));
}

void Redirection::answer_bulk(const Waiting& transfer, std::uint8_t status,
                              std::span<const std::byte> data) {
  BulkHeader reply = transfer.header;
  reply.status = status;
  reply.length = static_cast<std::uint32_t>(data.size());
  send(wire::usb_redir_bulk_packet, transfer.id,
       reply.with(data, has(wire::usb_redir_cap_32bits_bulk_length)));
}

void Redirection::take_interrupt(std::uint64_t id, const InterruptHeader& header,
                                 std::span<const std::byte> data) {
  InterruptHeader reply = header;
  if (is_in(header.endpoint) || !find_endpoint(header.endpoint, TransferType::interrupt)) {
    reply.status = wire::usb_redir_inval;
    reply.length = 0;
  } else {
    const bool taken = device_->put(header.endpoint, data);
    reply.status = taken ? wire::usb_redir_success : wire::usb_redir_stall;
    reply.length = taken ? static_cast<std::uint16_t>(data.size()) : std::uint16_t{0};
  }
  send(wire::usb_redir_interrupt_packet, id, reply.with({}));
}

/// QEMU treats the response to a cancelled transfer as its end.
void Redirection::cancel(std::uint64_t id) {
  const auto found = std::ranges::find(waiting_, id, &Waiting::id);
  if (found == waiting_.end()) return;
  const Waiting transfer = *found;
  waiting_.erase(found);
  answer_bulk(transfer, wire::usb_redir_cancelled, {});
}

/// Sends the queued data of an endpoint, as far as the guest has requested it.
void Redirection::give(std::uint8_t endpoint) {
  if (receiving_.contains(endpoint)) {
    while (const auto data = device_->take(endpoint)) {
      const InterruptHeader header{endpoint, wire::usb_redir_success,
                                   static_cast<std::uint16_t>(data->size())};
      send(wire::usb_redir_interrupt_packet, 0, header.with(*data));
    }
    return;
  }
  const auto is_for_it = [&](const Waiting& transfer) {
    return transfer.header.endpoint == endpoint;
  };
  for (auto next = std::ranges::find_if(waiting_, is_for_it); next != waiting_.end();
       next = std::ranges::find_if(waiting_, is_for_it)) {
    auto data = device_->take(endpoint);
    if (!data) return;
    const Waiting transfer = *next;
    waiting_.erase(next);
    if (data->size() > transfer.header.length) data->resize(transfer.header.length);
    answer_bulk(transfer, wire::usb_redir_success, *data);
  }
}

const Endpoint* Redirection::find_endpoint(std::uint8_t address, TransferType type) const {
  const auto& endpoints = device_->description().endpoints;
  const auto found = std::ranges::find_if(endpoints, [&](const Endpoint& endpoint) {
    return endpoint.address == address && endpoint.type == type;
  });
  return found == endpoints.end() ? nullptr : &*found;
}

}  // namespace pinbridge::usb_redir
