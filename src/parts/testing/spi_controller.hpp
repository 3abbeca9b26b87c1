#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// The pins of an SPI bus: "lcd:CS".
struct SpiBusPins {
  std::string select;
  std::string clock;
  std::string out;  ///< to the target
  std::string in;   ///< from the target
};

/// A controller of an SPI bus in mode 0, as Linux's spi-gpio moves its lines, in virtual time: 1 µs
/// a half clock.
class SpiController {
 public:
  SpiController(PartBench& bench, SpiBusPins pins) : bench_(bench), pins_(std::move(pins)) {
    put(pins_.select, true);
    put(pins_.clock, false);
    put(pins_.out, true);
  }

  void select(bool selected) { put(pins_.select, !selected); }

  /// Returns the byte that is received at the same time.
  std::uint8_t exchange(std::uint8_t byte) {
    unsigned received = 0;
    for (unsigned bit = 8; bit-- > 0;) {
      put(pins_.out, ((byte >> bit) & 1U) != 0);
      put(pins_.clock, true);
      received = received << 1U | (bench_.level(pins_.in) == Level::high ? 1U : 0U);
      put(pins_.clock, false);
    }
    return static_cast<std::uint8_t>(received);
  }

  std::vector<int> exchange(const std::vector<std::uint8_t>& bytes) {
    std::vector<int> received;
    received.reserve(bytes.size());
    for (const std::uint8_t byte : bytes) received.push_back(exchange(byte));
    return received;
  }

 private:
  void put(const std::string& pin, bool high) {
    bench_.drive(pin, strong(high));
    bench_.advance(std::chrono::microseconds(1));
  }

  PartBench& bench_;
  SpiBusPins pins_;
};

}  // namespace pinbridge::testing
