#include "parts/one_wire_target.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pinbridge::parts {
namespace {

using std::chrono::microseconds;

constexpr Duration kReset = microseconds(480);
/// What is half as long as a reset is no slot any more, which has 120 µs at most.
constexpr Duration kShortestReset = microseconds(240);
constexpr Duration kPresenceAfter = microseconds(15);
/// The shortest: a slow Linux waits for the response as long as it is slow, but then begins the
/// next slot as soon as ever.
constexpr Duration kPresence = microseconds(60);
/// A written 1 is low for 1 to 15 µs, a written 0 for 60 to 120.
constexpr Duration kLongestOne = microseconds(25);
/// A 0 that is read; the controller samples 15 µs after the slot has begun.
constexpr Duration kZero = microseconds(30);
constexpr Duration kRest = std::chrono::milliseconds(500);
/// No guest is slower. A line that is low for longer is not a reset, but not connected, or held.
constexpr double kMostSlowness = 1000;

constexpr int kByteBits = 8;
constexpr int kAddressBits = 64;

constexpr std::uint8_t kSearch = 0xF0;
constexpr std::uint8_t kAlarmSearch = 0xEC;
constexpr std::uint8_t kReadRom = 0x33;
constexpr std::uint8_t kMatch = 0x55;
constexpr std::uint8_t kSkip = 0xCC;

}  // namespace

std::uint8_t one_wire_crc(const std::uint8_t* bytes, std::size_t count) {
  constexpr unsigned kPolynomial = 0x8C;
  unsigned crc = 0;
  for (std::size_t i = 0; i < count; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < kByteBits; ++bit)
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? kPolynomial : 0);
  }
  return static_cast<std::uint8_t>(crc);
}

OneWireAddress one_wire_address(std::uint8_t family, const std::array<std::uint8_t, 6>& id) {
  OneWireAddress address{family};
  std::copy(id.begin(), id.end(), address.begin() + 1);
  address.back() = one_wire_crc(address.data(), address.size() - 1);
  return address;
}

void OneWireTarget::follow(bool high, Time now) {
  if (high == high_) return;
  high_ = high;
  if (high) {
    rose(now);
    return;
  }
  // What pulls now is a device that is present, this one or another.
  if (pull_ == Pull::none) fell(now);
}

void OneWireTarget::wake(Time now) {
  wakes_at_.reset();
  const bool presence_begins = pull_ == Pull::before_presence;
  pull_ = presence_begins ? Pull::presence : Pull::none;
  if (presence_begins) wakes_at_ = now + slow(kPresence);
}

Duration OneWireTarget::slow(Duration usual) const {
  return std::chrono::duration_cast<Duration>(usual * slowness_);
}

void OneWireTarget::fell(Time now) {
  if (now - rose_ >= kRest) slowness_ = 1;
  fell_ = now;
  in_slot_ = true;
  const auto bit = bit_to_send();
  sends_ = bit.has_value();
  if (bit.value_or(true)) return;
  pull_ = Pull::zero;
  wakes_at_ = now + slow(kZero);
}

void OneWireTarget::rose(Time now) {
  rose_ = now;
  if (!std::exchange(in_slot_, false)) return;
  const Duration low = now - fell_;
  if (low >= slow(kShortestReset)) {
    reset(low, now);
  } else if (!sends_) {
    take(low < slow(kLongestOne));
  }
}

void OneWireTarget::reset(Duration low, Time now) {
  if (low > kReset * kMostSlowness) {
    phase_ = Phase::idle;
    return;
  }
  slowness_ = std::max(1.0, std::chrono::duration<double>(low) / kReset);
  phase_ = Phase::command;
  byte_ = 0;
  bits_ = 0;
  pull_ = Pull::before_presence;
  wakes_at_ = now + slow(kPresenceAfter);
}

std::optional<bool> OneWireTarget::bit_to_send() {
  switch (phase_) {
    case Phase::send_rom: {
      const bool bit = own_bit();
      if (++bits_ == kAddressBits) phase_ = Phase::idle;
      return bit;
    }
    case Phase::search:
      return bit_of_search();
    case Phase::selected:
      return device_.one_wire_send();
    default:
      return {};
  }
}

std::optional<bool> OneWireTarget::bit_of_search() {
  constexpr int kDirection = 2;
  if (search_step_ == kDirection) return {};
  return (search_step_++ == 0) == own_bit();
}

void OneWireTarget::take(bool bit) {
  switch (phase_) {
    case Phase::idle:
    case Phase::send_rom:
      return;
    case Phase::match:
      if (bit != own_bit()) {
        phase_ = Phase::idle;
      } else if (++bits_ == kAddressBits) {
        select();
      }
      return;
    case Phase::search:
      search_step_ = 0;
      if (bit != own_bit()) {
        phase_ = Phase::idle;
      } else if (++bits_ == kAddressBits) {
        select();
      }
      return;
    case Phase::command:
    case Phase::selected:
      break;
  }
  byte_ = static_cast<std::uint8_t>(byte_ >> 1U | (bit ? 0x80U : 0U));
  if (++bits_ < kByteBits) return;
  bits_ = 0;
  if (phase_ == Phase::command) return take_command();
  device_.one_wire_write(byte_);
}

void OneWireTarget::take_command() {
  search_step_ = 0;
  switch (byte_) {
    case kSearch:
      phase_ = Phase::search;
      break;
    case kAlarmSearch:
      phase_ = device_.one_wire_alarm() ? Phase::search : Phase::idle;
      break;
    case kReadRom:
      phase_ = Phase::send_rom;
      break;
    case kMatch:
      phase_ = Phase::match;
      break;
    case kSkip:
      select();
      break;
    default:
      phase_ = Phase::idle;
  }
}

bool OneWireTarget::own_bit() const {
  const auto bit = static_cast<unsigned>(bits_);
  return ((address_[bit / kByteBits] >> (bit % kByteBits)) & 1U) != 0;
}

void OneWireTarget::select() {
  phase_ = Phase::selected;
  bits_ = 0;
  device_.one_wire_selected();
}

void OneWirePort::place(const PartHost& host) {
  host_ = host;
  apply();
}

/// A line in conflict counts as low, as it is where drains are open.
void OneWirePort::sensed(PinIndex pin) {
  if (pin != pin_) return;
  target_.follow(host_.signal(pin_).level == Level::high, host_.now());
  apply();
}

void OneWirePort::apply() {
  host_.drive(pin_, target_.pulls() ? strong(false) : pull(true));
  timer_.stop();
  if (!target_.wakes_at()) return;
  timer_.start(host_, *target_.wakes_at() - host_.now(), [this] {
    target_.wake(host_.now());
    apply();
  });
}

}  // namespace pinbridge::parts
