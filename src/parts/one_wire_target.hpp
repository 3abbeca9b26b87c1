#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "bench/part.hpp"

namespace pinbridge::parts {

/// What a device on a 1-Wire bus does after its address was chosen.
class OneWireDevice {
 public:
  virtual ~OneWireDevice() = default;

  /// The device is addressed: a function command follows.
  virtual void one_wire_selected() = 0;
  /// The controller has written a byte.
  virtual void one_wire_write(std::uint8_t byte) = 0;
  /// The next bit that the controller reads; nullopt while the device waits for a byte.
  virtual std::optional<bool> one_wire_send() = 0;
  /// Whether an alarm search finds the device.
  virtual bool one_wire_alarm() const { return false; }
};

/// The address of a device: the family's code, six bytes of its own, and their check sum, in the
/// order in which they are sent.
using OneWireAddress = std::array<std::uint8_t, 8>;

/// The check sum of 1-Wire addresses and memories: polynomial x⁸ + x⁵ + x⁴ + 1, lowest bit first.
std::uint8_t one_wire_crc(const std::uint8_t* bytes, std::size_t count);

/// The address with its check sum.
OneWireAddress one_wire_address(std::uint8_t family, const std::array<std::uint8_t, 6>& id);

/// A target on a 1-Wire bus, as its line goes, without a pin and without a clock of its own: reset
/// and presence, read and write slots, and the commands that choose a device (search, alarm search,
/// read, match, skip). Bytes come with the lowest bit first.
///
/// The times of the slots follow the controller. A reset is 480 µs long on a controller that keeps
/// its times. Where it was longer, all other times are longer in proportion: a guest whose clock
/// runs slower than that of the bench is understood as well. After a rest of half a second the
/// target expects the usual times again.
class OneWireTarget {
 public:
  /// `device` outlives it.
  OneWireTarget(const OneWireAddress& address, OneWireDevice& device)
      : address_(address), device_(device) {}

  /// The level of the line now: true is high.
  void follow(bool high, Time now);
  /// To be called at wakes_at().
  void wake(Time now);

  /// Whether the target pulls the line low.
  bool pulls() const { return pull_ == Pull::presence || pull_ == Pull::zero; }
  /// When it changes that by itself.
  std::optional<Time> wakes_at() const { return wakes_at_; }

 private:
  enum class Phase : std::uint8_t {
    idle,      ///< until the next reset
    command,   ///< which devices are meant
    match,     ///< the address of the device that is meant
    send_rom,  ///< sends its own address
    search,    ///< sends each bit of its address and its complement, and reads which goes on
    selected,  ///< the device has the bus
  };

  /// What the target does with the line by itself.
  enum class Pull : std::uint8_t { none, before_presence, presence, zero };

  Duration slow(Duration usual) const;
  void fell(Time now);
  void rose(Time now);
  void reset(Duration low, Time now);
  std::optional<bool> bit_to_send();
  std::optional<bool> bit_of_search();
  void take(bool bit);
  void take_command();
  bool own_bit() const;
  void select();

  OneWireAddress address_;
  OneWireDevice& device_;
  Phase phase_ = Phase::idle;
  double slowness_ = 1;
  bool high_ = true;
  Pull pull_ = Pull::none;
  bool in_slot_ = false;  ///< the controller has pulled the line low, and it has not risen yet
  bool sends_ = false;    ///< this slot is one that the controller reads
  Time fell_;
  Time rose_;
  std::optional<Time> wakes_at_;
  std::uint8_t byte_ = 0;
  int bits_ = 0;         ///< of the byte, or of the address, so far
  int search_step_ = 0;  ///< bit, complement, direction
};

/// A 1-Wire target on a pin of a part, with the pull-up resistor of its bus.
class OneWirePort {
 public:
  OneWirePort(PinIndex pin, const OneWireAddress& address, OneWireDevice& device)
      : pin_(pin), target_(address, device) {}

  /// To be called when the part is placed.
  void place(const PartHost& host);
  /// To be called for each pin that the part senses.
  void sensed(PinIndex pin);

 private:
  void apply();

  PinIndex pin_;
  OneWireTarget target_;
  PartHost host_;
  PartTimer timer_;
};

}  // namespace pinbridge::parts
