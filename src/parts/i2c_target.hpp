#pragma once

#include <cstdint>
#include <string_view>

#include "bench/attributes.hpp"
#include "bench/part.hpp"

namespace pinbridge::parts {

/// What an I²C target does with the bytes of its bus.
class I2cDevice {
 public:
  virtual ~I2cDevice() = default;

  /// A transfer to or from this device begins, also after a repeated start.
  virtual void i2c_started(bool /*reads*/) {}
  /// The controller has written a byte. Returns whether it is acknowledged.
  virtual bool i2c_write(std::uint8_t byte) = 0;
  /// The next byte that the controller reads.
  virtual std::uint8_t i2c_read() = 0;
  /// The bus is free again.
  virtual void i2c_stopped() {}
};

/// A target on an I²C bus, as its two lines go, without pins and without a clock: start, stop,
/// repeated start, 7-bit addresses, acknowledgement. Bytes come with the highest bit first.
///
/// SDA is read when SCL rises, and changed after SCL has fallen, so only a controller makes starts
/// and stops. A bus at any speed will do.
class I2cTarget {
 public:
  /// `device` outlives it. `address` is 7 bits.
  I2cTarget(std::uint8_t address, I2cDevice& device) : address_(address), device_(device) {}

  /// The levels of both lines now: true is high.
  void follow(bool scl, bool sda);
  /// From the next transfer on.
  void set_address(std::uint8_t address) { address_ = address; }

  /// Whether the target pulls SDA low.
  bool pulls_sda() const { return pulls_; }

 private:
  enum class Phase : std::uint8_t {
    idle,     ///< until the next start
    ended,    ///< the controller took its last byte; a stop follows
    address,  ///< the first byte after a start
    receive,
    send,
  };

  void clock_rises(bool sda);
  void clock_falls();
  void take_byte();
  void end_acknowledge();
  void load();
  void present();

  std::uint8_t address_;
  I2cDevice& device_;
  Phase phase_ = Phase::idle;
  bool scl_ = true;
  bool sda_ = true;
  bool pulls_ = false;
  bool acknowledges_ = false;  ///< in the ninth clock of a byte that was received
  bool reads_ = false;         ///< the direction that the address byte gave
  bool goes_on_ = false;       ///< the controller acknowledged what was sent
  std::uint8_t byte_ = 0;
  int bits_ = 0;  ///< of the byte so far
};

/// An I²C target on two pins of a part, with the pull-up resistors that modules have.
class I2cPort {
 public:
  I2cPort(PinIndex scl, PinIndex sda, std::uint8_t address, I2cDevice& device)
      : scl_(scl), sda_(sda), target_(address, device) {}

  /// The pins in the order of the part's layout.
  static PinSpec pin(const char* name) { return {name, PinRole::passive, pull(true)}; }

  /// To be called when the part is placed.
  void place(const PartHost& host);
  /// To be called for each pin that the part senses.
  void sensed(PinIndex pin);
  void set_address(std::uint8_t address) { target_.set_address(address); }

 private:
  void follow();

  PinIndex scl_;
  PinIndex sda_;
  I2cTarget target_;
  PartHost host_;
};

/// The attribute of a module's address: "0x27" or "39". Notes a problem where it is not an address.
std::uint8_t i2c_address(Attributes& attributes, std::string_view name, std::uint8_t fallback);

}  // namespace pinbridge::parts
