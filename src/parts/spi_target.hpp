#pragma once

#include <cstdint>

#include "bench/part.hpp"

namespace pinbridge::parts {

/// What an SPI target does with the bytes of its bus.
class SpiDevice {
 public:
  virtual ~SpiDevice() = default;

  /// The controller selects this device. Returns the first byte that it sends.
  virtual std::uint8_t spi_selected() { return 0; }
  /// A byte was received. Returns the next that is sent.
  virtual std::uint8_t spi_exchange(std::uint8_t received) = 0;
  /// The device is no longer selected.
  virtual void spi_released() {}
};

/// The clock of an SPI bus: when data is read and changed.
enum class SpiMode : std::uint8_t {
  mode0,  ///< the clock rests low, data is read when it rises
  mode1,  ///< rests low, read when it falls
  mode2,  ///< rests high, read when it falls
  mode3,  ///< rests high, read when it rises
};

/// A target on an SPI bus, as its lines go, without pins and without a clock. Bytes come with the
/// highest bit first. Bits of a byte that is not complete when the device is released are dropped.
class SpiTarget {
 public:
  /// `device` outlives it.
  SpiTarget(SpiMode mode, SpiDevice& device) : mode_(mode), device_(device) {}

  /// The state of the lines now.
  void follow(bool selected, bool clock, bool data_in);

  /// The level of the data that the target sends; of no meaning while it is not selected.
  bool data_out() const { return data_out_; }

 private:
  void select();
  void sample(bool bit);
  void present();

  SpiMode mode_;
  SpiDevice& device_;
  bool selected_ = false;
  bool clock_ = false;
  bool data_out_ = false;
  std::uint8_t in_ = 0;
  std::uint8_t out_ = 0;
  int bits_ = 0;  ///< of the byte so far
};

/// The pins of an SPI target: chip select (active low), clock, data in and data out.
struct SpiPins {
  PinIndex select;
  PinIndex clock;
  PinIndex in;
  PinIndex out;
};

/// An SPI target in mode 0 on pins of a part, which also understands mode 3. A chip select that
/// floats does not select it.
class SpiPort {
 public:
  SpiPort(SpiPins pins, SpiDevice& device) : pins_(pins), target_(SpiMode::mode0, device) {}

  /// To be called when all nets of the board are resolved.
  void settle(const PartHost& host);
  /// To be called for each pin that the part senses.
  void sensed(PinIndex pin);
  /// Whether data is driven on `out` while the target is selected; at first it is. Takes effect
  /// with the next change of a pin.
  void set_answers(bool answers) { answers_ = answers; }

 private:
  void follow();

  SpiPins pins_;
  SpiTarget target_;
  PartHost host_;
  bool answers_ = true;
};

}  // namespace pinbridge::parts
