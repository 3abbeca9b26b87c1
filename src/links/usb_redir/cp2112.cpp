#include "links/usb_redir/cp2112.hpp"

#include <utility>

#include "base/check.hpp"

namespace pinbridge::usb_redir {
namespace {

// Reports, as AN495 numbers them.
constexpr std::uint8_t kGpioConfiguration = 0x02;
constexpr std::uint8_t kGetGpio = 0x03;
constexpr std::uint8_t kSetGpio = 0x04;
constexpr std::uint8_t kVersion = 0x05;
constexpr std::uint8_t kSmbusConfiguration = 0x06;
constexpr std::uint8_t kTransferStatusRequest = 0x15;
constexpr std::uint8_t kTransferStatusResponse = 0x16;
constexpr std::uint8_t kLockByte = 0x20;

constexpr std::uint8_t kPartNumber = 0x0c;
constexpr std::uint8_t kDeviceVersion = 0x02;

constexpr std::uint8_t kIn = 0x81;
constexpr std::uint8_t kOut = 0x01;
constexpr std::uint16_t kReportSize = 64;
constexpr std::size_t kMostReports = 16;

constexpr unsigned kHidClass = 3;
constexpr unsigned kHidDescriptor = 0x21;
constexpr unsigned kReportDescriptor = 0x22;

/// The reports that the device has: what a HID driver reads before any other.
Bytes report_descriptor() {
  struct Report {
    unsigned id;
    unsigned bytes;  ///< without the id
    unsigned item;   ///< 0xb1: feature, 0x81: input, 0x91: output
  };
  constexpr unsigned kFeature = 0xb1;
  constexpr unsigned kInput = 0x81;
  constexpr unsigned kOutput = 0x91;
  constexpr Report kReports[] = {
      {kGpioConfiguration, 4, kFeature},
      {kGetGpio, 1, kFeature},
      {kSetGpio, 2, kFeature},
      {kVersion, 2, kFeature},
      {kSmbusConfiguration, 13, kFeature},
      {0x10, 4, kOutput},
      {0x11, 22, kOutput},
      {0x12, 2, kOutput},
      {0x13, 63, kInput},
      {0x14, 63, kOutput},
      {kTransferStatusRequest, 1, kOutput},
      {kTransferStatusResponse, 6, kInput},
      {0x17, 1, kOutput},
      {kLockByte, 1, kFeature},
  };
  Bytes bytes;
  LittleEndianWriter writer(bytes);
  writer.u8(0x06).u16(0xff00);  // usage page: the vendor's
  writer.u8(0x09).u8(0x01);     // usage 1
  writer.u8(0xa1).u8(0x01);     // collection: application
  writer.u8(0x15).u8(0x00);     // logical minimum 0
  writer.u8(0x26).u16(0x00ff);  // logical maximum 255
  writer.u8(0x75).u8(8);        // report size: 8 bits
  for (const Report& report : kReports) {
    writer.u8(0x85).u8(report.id);
    writer.u8(0x95).u8(report.bytes);
    writer.u8(0x09).u8(0x01);
    writer.u8(report.item).u8(0x02);
  }
  writer.u8(0xc0);
  return bytes;
}

DeviceDescription describe() {
  Bytes hid;
  constexpr unsigned kSize = 9;
  LittleEndianWriter(hid)
      .u8(kSize)
      .u8(kHidDescriptor)
      .u16(0x0101)
      .u8(0)
      .u8(1)
      .u8(kReportDescriptor)
      .u16(static_cast<unsigned>(report_descriptor().size()));
  return {.vendor = 0x10c4,
          .product = 0xea90,
          .version_bcd = 0x0100,
          .manufacturer_name = "Pinbridge",
          .product_name = "CP2112 of a Pinbridge board",
          .interface_class = kHidClass,
          .endpoints = {{kIn, TransferType::interrupt, kReportSize, 4},
                        {kOut, TransferType::interrupt, kReportSize, 4}},
          .class_descriptor = std::move(hid)};
}

/// 100 kHz and no time-outs: nothing is on the bus.
Bytes usual_smbus_configuration() {
  Bytes bytes;
  LittleEndianWriter(bytes).u8(kSmbusConfiguration).u8(0).u8(1).u8(0x86).u8(0xa0).u8(2).fill(8, 0);
  return bytes;
}

Bytes bytes_of(std::initializer_list<unsigned> values) {
  Bytes bytes;
  for (const unsigned value : values) LittleEndianWriter(bytes).u8(value);
  return bytes;
}

}  // namespace

Cp2112::Cp2112(GpioLines& lines)
    : lines_(lines), description_(describe()), smbus_configuration_(usual_smbus_configuration()) {
  PB_CHECK(lines.count() == kLines);
}

Cp2112::~Cp2112() {
  reset();
}

void Cp2112::reset() {
  const std::uint8_t were_outputs = pins_.outputs;
  pins_ = {};
  smbus_configuration_ = usual_smbus_configuration();
  input_reports_.clear();
  apply(were_outputs);
}

std::optional<Bytes> Cp2112::control(const Setup& setup, std::span<const std::byte> data) {
  constexpr unsigned kFromInterface = 0x81;
  constexpr unsigned kFromClass = 0xa1;
  constexpr unsigned kToClass = 0x21;
  constexpr unsigned kGetDescriptor = 6;
  constexpr unsigned kGetReport = 1;
  constexpr unsigned kSetReport = 9;
  constexpr unsigned kSetIdle = 10;
  constexpr unsigned kFeatureReport = 3;
  const unsigned high = setup.value >> 8U;
  if (setup.request_type == kFromInterface && setup.request == kGetDescriptor) {
    if (high == kReportDescriptor) return report_descriptor();
    if (high == kHidDescriptor) return description_.class_descriptor;
    return std::nullopt;
  }
  if (setup.request_type == kFromClass && setup.request == kGetReport && high == kFeatureReport) {
    return report(static_cast<std::uint8_t>(setup.value & 0xffU));
  }
  if (setup.request_type != kToClass) return std::nullopt;
  if (setup.request == kSetIdle) return Bytes();
  if (setup.request == kSetReport && take_report(data)) return Bytes();
  return std::nullopt;
}

std::optional<Bytes> Cp2112::report(std::uint8_t id) {
  switch (id) {
    case kGpioConfiguration:
      return bytes_of({id, pins_.outputs, pins_.push_pull, pins_.special, pins_.clock_divider});
    case kGetGpio:
      return bytes_of({id, levels()});
    case kVersion:
      return bytes_of({id, kPartNumber, kDeviceVersion});
    case kSmbusConfiguration:
      return smbus_configuration_;
    case kLockByte:
      return bytes_of({id, 0});  // all that could be customized is locked
    default:
      return std::nullopt;
  }
}

bool Cp2112::take_report(std::span<const std::byte> report) {
  LittleEndianReader reader(report);
  const std::uint8_t id = reader.u8();
  const std::uint8_t first = reader.u8();
  const std::uint8_t second = reader.u8();
  switch (id) {
    case kGpioConfiguration: {
      const std::uint8_t special = reader.u8();
      const std::uint8_t divider = reader.u8();
      if (!reader.ok()) return false;
      const auto changed =
          static_cast<std::uint8_t>((pins_.outputs ^ first) | ((pins_.push_pull ^ second) & first));
      pins_ = {first, second, special, divider, pins_.latch};
      apply(changed);
      return true;
    }
    case kSetGpio: {
      if (!reader.ok()) return false;
      const auto latch = static_cast<std::uint8_t>((pins_.latch & ~second) | (first & second));
      const auto changed = static_cast<std::uint8_t>((pins_.latch ^ latch) & pins_.outputs);
      pins_.latch = latch;
      apply(changed);
      return true;
    }
    case kSmbusConfiguration:
      if (report.size() != smbus_configuration_.size()) return false;
      smbus_configuration_.assign(report.begin(), report.end());
      return true;
    case kTransferStatusRequest:
      // Completed with an error, since no address was acknowledged.
      if (input_reports_.size() < kMostReports) {
        input_reports_.push_back(bytes_of({kTransferStatusResponse, 3, 0, 0, 0, 0, 0}));
      }
      return true;
    default:
      return true;  // transfers on a bus with nothing on it
  }
}

bool Cp2112::put(std::uint8_t /*endpoint*/, std::span<const std::byte> data) {
  if (data.empty() || data.size() > kReportSize) return false;
  const bool taken = take_report(data);
  if (!input_reports_.empty()) notify(kIn);
  return taken;
}

std::optional<Bytes> Cp2112::take(std::uint8_t endpoint) {
  if (endpoint != kIn || input_reports_.empty()) return std::nullopt;
  Bytes report = std::move(input_reports_.front());
  input_reports_.pop_front();
  return report;
}

std::uint8_t Cp2112::levels() {
  unsigned levels = 0;
  for (std::uint16_t i = 0; i < kLines; ++i) {
    levels |= (lines_.read(LineOffset(i)) ? 1U : 0U) << i;
  }
  return static_cast<std::uint8_t>(levels);
}

/// Puts pins on their lines again. An open drain at high drives nothing.
void Cp2112::apply(std::uint8_t changed) {
  for (std::uint16_t i = 0; i < kLines; ++i) {
    const unsigned bit = 1U << i;
    if ((changed & bit) == 0) continue;
    const bool high = (pins_.latch & bit) != 0;
    const bool drives = (pins_.outputs & bit) != 0 && (!high || (pins_.push_pull & bit) != 0);
    if (drives) {
      lines_.drive(LineOffset(i), high);
    } else {
      lines_.release(LineOffset(i));
    }
  }
}

}  // namespace pinbridge::usb_redir
