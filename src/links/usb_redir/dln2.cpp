#include "links/usb_redir/dln2.hpp"

#include <utility>

#include "base/check.hpp"

namespace pinbridge::usb_redir {
namespace {

constexpr std::uint8_t kIn = 0x81;
constexpr std::uint8_t kOut = 0x01;
constexpr std::uint16_t kBulkPacket = 512;
constexpr std::size_t kHeaderSize = 8;

// A command is its number and its module's: number | module << 8.
constexpr unsigned kGenericModule = 0;
constexpr unsigned kGpioModule = 1;

constexpr std::uint8_t kGetDeviceType = 0x30;
constexpr std::uint8_t kGetSerialNumber = 0x31;
constexpr std::uint32_t kDeviceType = 0x200;

constexpr std::uint8_t kGetPinCount = 0x01;
constexpr std::uint8_t kSetDebounce = 0x04;
constexpr std::uint8_t kGetValue = 0x0b;
constexpr std::uint8_t kSetOutputValue = 0x0c;
constexpr std::uint8_t kGetOutputValue = 0x0d;
constexpr std::uint8_t kConditionMet = 0x0f;
constexpr std::uint8_t kEnable = 0x10;
constexpr std::uint8_t kDisable = 0x11;
constexpr std::uint8_t kSetDirection = 0x13;
constexpr std::uint8_t kGetDirection = 0x14;
constexpr std::uint8_t kSetEvent = 0x1e;
constexpr std::uint8_t kMostEvent = 3;

// The driver treats any result above 0x80 as an error.
constexpr std::uint16_t kUnknownCommand = 0x91;
constexpr std::uint16_t kInvalidArgument = 0x92;

constexpr std::uint16_t kEventHandle = 0;

DeviceDescription describe() {
  constexpr std::uint8_t kVendorClass = 0xff;
  return {.vendor = 0xa257,
          .product = 0x2013,
          .version_bcd = 0x0100,
          .manufacturer_name = "Pinbridge",
          .product_name = "DLN-2 of a Pinbridge board",
          .interface_class = kVendorClass,
          .endpoints = {{kIn, TransferType::bulk, kBulkPacket, 0},
                        {kOut, TransferType::bulk, kBulkPacket, 0}},
          .class_descriptor = {}};
}

}  // namespace

Dln2::Dln2(GpioLines& lines) : lines_(lines), description_(describe()), states_(lines.count()) {
  PB_CHECK(lines.count() <= kMostLines);
  lines_.listen([this](LineOffset offset, bool level) {
    on_level(offset, level);
    notify(kIn);
  });
}

Dln2::~Dln2() {
  lines_.listen({});
  reset();
}

void Dln2::reset() {
  messages_.clear();
  for (std::uint32_t i = 0; i < states_.size(); ++i) {
    const Line before = std::exchange(states_[i], {});
    if (before.enabled && before.output) lines_.release(LineOffset(static_cast<std::uint16_t>(i)));
  }
}

std::optional<Bytes> Dln2::control(const Setup&, std::span<const std::byte>) {
  return std::nullopt;
}

/// A message: size, command, echo, handle, of 16 bits each, and what follows; an answer has its
/// result in front of that.
bool Dln2::put(std::uint8_t endpoint, std::span<const std::byte> data) {
  LittleEndianReader reader(data);
  const std::uint16_t size = reader.u16();
  const std::uint16_t command = reader.u16();
  const std::uint16_t echo = reader.u16();
  const std::uint16_t handle = reader.u16();
  if (endpoint != kOut || !reader.ok() || size != data.size()) return false;
  if (messages_.size() >= kMostMessages) return false;
  const Answer answer = execute(command, reader);
  Bytes message;
  LittleEndianWriter(message)
      .u16(static_cast<unsigned>(kHeaderSize + sizeof answer.result + answer.data.size()))
      .u16(command)
      .u16(echo)
      .u16(handle)
      .u16(answer.result)
      .bytes(answer.data);
  messages_.push_back(std::move(message));
  notify(kIn);
  return true;
}

std::optional<Bytes> Dln2::take(std::uint8_t endpoint) {
  if (endpoint != kIn || messages_.empty()) return std::nullopt;
  Bytes message = std::move(messages_.front());
  messages_.pop_front();
  if (messages_.empty()) report_late();
  return message;
}

Dln2::Answer Dln2::execute(std::uint16_t command, LittleEndianReader& arguments) {
  const unsigned module = command >> 8U;
  const auto number = static_cast<std::uint8_t>(command & 0xffU);
  Answer answer;
  LittleEndianWriter writer(answer.data);
  if (module == kGenericModule && number == kGetDeviceType) {
    writer.u32(kDeviceType);
  } else if (module == kGenericModule && number == kGetSerialNumber) {
    writer.u32(1);
  } else if (module != kGpioModule) {
    return {kUnknownCommand, {}};
  } else if (number == kGetPinCount) {
    writer.u16(static_cast<unsigned>(states_.size()));
  } else if (number == kSetDebounce) {
    return {};  // nothing bounces on its way
  } else {
    const std::uint16_t pin = arguments.u16();
    if (!arguments.ok() || pin >= states_.size()) return {kInvalidArgument, {}};
    return execute_on_line(number, LineOffset(pin), arguments);
  }
  return answer;
}

Dln2::Answer Dln2::execute_on_line(std::uint8_t command, LineOffset offset,
                                   LittleEndianReader& arguments) {
  Line& state = line(offset);
  const auto value = [&](bool set) {
    Answer answer;
    LittleEndianWriter(answer.data).u16(offset.value()).u8(set ? 1 : 0);
    return answer;
  };
  const Line before = state;
  switch (command) {
    case kGetValue:
      return value(lines_.read(offset));
    case kGetOutputValue:
      return value(state.latch);
    case kGetDirection:
      return value(state.output);
    case kEnable:
      state.enabled = true;
      break;
    case kDisable:
      state = {};
      break;
    case kSetOutputValue:
      state.latch = arguments.u8() != 0;
      break;
    case kSetDirection:
      state.output = arguments.u8() != 0;
      break;
    case kSetEvent: {
      const std::uint8_t event = arguments.u8();
      if (event > kMostEvent) return {kInvalidArgument, {}};
      state.event = static_cast<Event>(event);
      // A level that is already present is an event; an edge must still happen.
      const bool level = lines_.last_level(offset);
      if (state.event == (level ? Event::high : Event::low)) report(offset, level);
      break;
    }
    default:
      return {kUnknownCommand, {}};
  }
  if (!arguments.ok()) {
    state = before;
    return {kInvalidArgument, {}};
  }
  const auto drives = [](const Line& some) { return some.enabled && some.output; };
  if (drives(state) != drives(before) || (drives(state) && state.latch != before.latch)) {
    apply(offset);
  }
  return {};
}

void Dln2::apply(LineOffset offset) {
  const Line& state = line(offset);
  if (state.enabled && state.output) {
    lines_.drive(offset, state.latch);
  } else {
    lines_.release(offset);
  }
}

void Dln2::on_level(LineOffset offset, bool level) {
  const Event event = line(offset).event;
  if (event == Event::change || event == (level ? Event::high : Event::low)) report(offset, level);
}

void Dln2::report(LineOffset offset, bool level) {
  Line& state = line(offset);
  if (messages_.size() >= kMostMessages || state.late) {
    if (std::exchange(state.late, true)) lines_.edge_merged(offset);
    return;
  }
  const Event event = state.event;
  Bytes message;
  LittleEndianWriter writer(message);
  writer.u16(kHeaderSize + 6).u16(kConditionMet | kGpioModule << 8U).u16(0).u16(kEventHandle);
  writer.u16(events_++).u8(static_cast<unsigned>(event)).u16(offset.value()).u8(level ? 1 : 0);
  messages_.push_back(std::move(message));
}

/// Of lines whose events found no room: the level that they have now.
void Dln2::report_late() {
  for (std::uint32_t i = 0; i < states_.size(); ++i) {
    const LineOffset offset(static_cast<std::uint16_t>(i));
    if (std::exchange(states_[i].late, false)) on_level(offset, lines_.last_level(offset));
  }
}

}  // namespace pinbridge::usb_redir
