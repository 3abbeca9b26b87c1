#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bench/part.hpp"

namespace pinbridge::parts {

/// An infrared code of the NEC protocol.
struct NecCode {
  std::uint8_t address = 0;
  std::uint8_t command = 0;
};

/// A frame of the NEC protocol: a code, or that the key of the last code is still held down.
struct NecFrame {
  NecCode code;
  bool repeats = false;
};

/// What a sender gets its frames from, and puts its light on.
class NecSource {
 public:
  virtual ~NecSource() = default;

  /// The frame that follows; nullopt ends sending until the sender is started again.
  virtual std::optional<NecFrame> next_frame() = 0;
  /// The carrier is sent, or is not. The 38 kHz of the carrier itself are not modelled.
  virtual void put_carrier(bool on) = 0;
};

/// Sends frames of the NEC protocol, 108 ms each: an announcement, address, inverted address,
/// command and inverted command, each with the lowest bit first.
class NecSender {
 public:
  /// `source` outlives it. All times are `time_scale` times as long as in the protocol.
  NecSender(NecSource& source, std::int64_t time_scale) : source_(source), scale_(time_scale) {}

  /// To be called when the part is placed.
  void place(const PartHost& host);
  /// Asks for a frame, if none is being sent.
  void start();

 private:
  void begin_frame();
  void run_step();
  std::int64_t units_of(std::size_t step) const;
  std::size_t last_mark() const;

  NecSource& source_;
  std::int64_t scale_;
  PartHost host_;
  PartTimer timer_;
  bool sends_ = false;
  bool repeats_ = false;
  std::uint32_t bits_ = 0;       ///< of the frame, the first in the lowest bit
  std::size_t step_ = 0;         ///< of the frame; the carrier is sent in the even ones
  std::int64_t units_sent_ = 0;  ///< of this frame, before this step
};

}  // namespace pinbridge::parts
