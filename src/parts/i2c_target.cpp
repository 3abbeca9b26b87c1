#include "parts/i2c_target.hpp"

#include <charconv>

namespace pinbridge::parts {
namespace {

constexpr int kBits = 8;
constexpr std::uint8_t kHighestAddress = 0x77;
constexpr std::uint8_t kLowestAddress = 0x08;

}  // namespace

void I2cTarget::follow(bool scl, bool sda) {
  const bool was_high = scl_;
  const bool sda_was = sda_;
  scl_ = scl;
  sda_ = sda;
  if (scl && was_high) {
    if (sda == sda_was) return;
    // SDA moves while SCL is high: a start or a stop.
    const bool in_transfer = phase_ != Phase::idle;
    phase_ = sda ? Phase::idle : Phase::address;
    pulls_ = acknowledges_ = false;
    bits_ = 0;
    byte_ = 0;
    if (sda && in_transfer) device_.i2c_stopped();
  } else if (scl) {
    clock_rises(sda);
  } else if (was_high) {
    clock_falls();
  }
}

void I2cTarget::clock_rises(bool sda) {
  if (phase_ == Phase::send) {
    if (bits_ == kBits) goes_on_ = !sda;
    return;
  }
  if (phase_ == Phase::idle || phase_ == Phase::ended || acknowledges_) return;
  byte_ = static_cast<std::uint8_t>(byte_ << 1U | (sda ? 1U : 0U));
  ++bits_;
}

void I2cTarget::clock_falls() {
  if (phase_ == Phase::send) {
    ++bits_;
    if (bits_ <= kBits) return present();
    if (!goes_on_) {
      phase_ = Phase::ended;
      return;
    }
    load();
  } else if (acknowledges_) {
    end_acknowledge();
  } else if ((phase_ == Phase::address || phase_ == Phase::receive) && bits_ == kBits) {
    take_byte();
  }
}

void I2cTarget::take_byte() {
  if (phase_ == Phase::address) {
    if (byte_ >> 1U != address_) {
      phase_ = Phase::idle;
      return;
    }
    reads_ = (byte_ & 1U) != 0;
    device_.i2c_started(reads_);
    pulls_ = true;
  } else {
    pulls_ = device_.i2c_write(byte_);
  }
  acknowledges_ = true;
}

void I2cTarget::end_acknowledge() {
  acknowledges_ = pulls_ = false;
  bits_ = 0;
  byte_ = 0;
  phase_ = reads_ ? Phase::send : Phase::receive;
  if (reads_) load();
}

void I2cTarget::load() {
  byte_ = device_.i2c_read();
  bits_ = 0;
  goes_on_ = false;
  present();
}

/// The bit of this clock; SDA is released for the controller's acknowledgement.
void I2cTarget::present() {
  pulls_ = bits_ < kBits && ((byte_ >> (kBits - 1 - bits_)) & 1U) == 0;
}

void I2cPort::place(const PartHost& host) {
  host_ = host;
  host_.drive(scl_, pull(true));
  follow();
}

void I2cPort::sensed(PinIndex pin) {
  if (pin == scl_ || pin == sda_) follow();
}

/// A line in conflict counts as low, as it is where drains are open.
void I2cPort::follow() {
  const auto is_high = [&](PinIndex pin) { return host_.signal(pin).level == Level::high; };
  target_.follow(is_high(scl_), is_high(sda_));
  host_.drive(sda_, target_.pulls_sda() ? strong(false) : pull(true));
}

std::uint8_t i2c_address(Attributes& attributes, std::string_view name, std::uint8_t fallback) {
  const auto text = attributes.given(name);
  if (!text) return fallback;
  std::string_view digits = *text;
  const bool is_hex = digits.starts_with("0x") || digits.starts_with("0X");
  if (is_hex) digits.remove_prefix(2);
  unsigned address = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), address, is_hex ? 16 : 10);
  if (error == std::errc{} && end == digits.data() + digits.size() && address >= kLowestAddress &&
      address <= kHighestAddress) {
    return static_cast<std::uint8_t>(address);
  }
  attributes.problem(
      name, fmt::format("\"{}\" is not an address from 0x08 to 0x77, such as \"0x27\"", *text));
  return fallback;
}

}  // namespace pinbridge::parts
