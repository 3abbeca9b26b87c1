// Chapter 9 of the USB 2.0 specification, as far as a device of one configuration needs it.

#include "links/usb_redir/usb_device.hpp"

namespace pinbridge::usb_redir {
namespace {

constexpr unsigned kGetStatus = 0;
constexpr unsigned kClearFeature = 1;
constexpr unsigned kGetDescriptor = 6;

constexpr unsigned kDevice = 1;
constexpr unsigned kConfiguration = 2;
constexpr unsigned kString = 3;
constexpr unsigned kInterface = 4;
constexpr unsigned kEndpoint = 5;

constexpr unsigned kManufacturerIndex = 1;
constexpr unsigned kProductIndex = 2;
constexpr unsigned kEnglish = 0x0409;

Bytes device_descriptor(const DeviceDescription& description) {
  constexpr unsigned kSize = 18;
  constexpr unsigned kUsb2 = 0x0200;
  constexpr unsigned kMaxPacket = 64;
  Bytes bytes;
  LittleEndianWriter writer(bytes);
  writer.u8(kSize).u8(kDevice).u16(kUsb2).u8(0).u8(0).u8(0).u8(kMaxPacket);
  writer.u16(description.vendor).u16(description.product).u16(description.version_bcd);
  writer.u8(kManufacturerIndex).u8(kProductIndex).u8(0).u8(1);
  return bytes;
}

Bytes configuration_descriptor(const DeviceDescription& description) {
  constexpr unsigned kSize = 9;
  constexpr unsigned kEndpointSize = 7;
  constexpr unsigned kBusPowered = 0x80;
  constexpr unsigned k100Milliamperes = 50;
  const std::size_t whole = kSize + kSize + description.class_descriptor.size() +
                            kEndpointSize * description.endpoints.size();
  Bytes bytes;
  LittleEndianWriter writer(bytes);
  writer.u8(kSize).u8(kConfiguration).u16(static_cast<unsigned>(whole));
  writer.u8(1).u8(1).u8(0).u8(kBusPowered).u8(k100Milliamperes);
  writer.u8(kSize).u8(kInterface).u8(0).u8(0);
  writer.u8(static_cast<unsigned>(description.endpoints.size()));
  writer.u8(description.interface_class).u8(0).u8(0).u8(0);
  writer.bytes(description.class_descriptor);
  for (const Endpoint& endpoint : description.endpoints) {
    writer.u8(kEndpointSize).u8(kEndpoint).u8(endpoint.address);
    writer.u8(static_cast<unsigned>(endpoint.type)).u16(endpoint.max_packet).u8(endpoint.interval);
  }
  return bytes;
}

std::optional<Bytes> string_descriptor(const DeviceDescription& description, unsigned index) {
  Bytes bytes;
  LittleEndianWriter writer(bytes);
  if (index == 0) {
    writer.u8(4).u8(kString).u16(kEnglish);
    return bytes;
  }
  if (index > kProductIndex) return std::nullopt;
  const std::string& text =
      index == kManufacturerIndex ? description.manufacturer_name : description.product_name;
  writer.u8(static_cast<unsigned>(2 + 2 * text.size())).u8(kString);
  for (const char c : text) writer.u16(static_cast<unsigned char>(c));
  return bytes;
}

}  // namespace

std::optional<Bytes> answer_standard_request(const DeviceDescription& description,
                                             const Setup& setup) {
  constexpr unsigned kTypeMask = 0x60;  // 0: standard
  constexpr unsigned kIn = 0x80;
  if ((setup.request_type & kTypeMask) != 0) return std::nullopt;
  if (setup.request == kGetStatus) return Bytes(2);
  if (setup.request == kClearFeature && (setup.request_type & kIn) == 0) return Bytes();
  if (setup.request != kGetDescriptor || setup.request_type != kIn) return std::nullopt;
  switch (setup.value >> 8U) {
    case kDevice:
      return device_descriptor(description);
    case kConfiguration:
      return configuration_descriptor(description);
    case kString:
      return string_descriptor(description, setup.value & 0xffU);
    default:
      return std::nullopt;
  }
}

}  // namespace pinbridge::usb_redir
