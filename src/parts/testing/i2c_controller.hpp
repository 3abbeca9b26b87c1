#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// A controller of an I²C bus with open-drain lines, as Linux's i2c-gpio moves them, in virtual
/// time: 5 µs a half clock.
class I2cController {
 public:
  I2cController(PartBench& bench, std::string scl, std::string sda)
      : bench_(bench), scl_(std::move(scl)), sda_(std::move(sda)) {}

  void start() {
    put(sda_, true);
    put(scl_, true);
    put(sda_, false);
    put(scl_, false);
  }
  void stop() {
    put(sda_, false);
    put(scl_, true);
    put(sda_, true);
  }
  /// Returns whether the target acknowledged.
  bool write(std::uint8_t byte) {
    for (int bit = 7; bit >= 0; --bit) clock(((byte >> bit) & 1) != 0);
    return !clock(true);
  }
  std::uint8_t read(bool acknowledge) {
    unsigned byte = 0;
    for (int bit = 0; bit < 8; ++bit) byte = byte << 1U | (clock(true) ? 1U : 0U);
    clock(!acknowledge);
    return static_cast<std::uint8_t>(byte);
  }

  /// A separate transfer. Returns the number of acknowledged bytes, including the address.
  std::size_t send(std::uint8_t address, const std::vector<std::uint8_t>& bytes) {
    start();
    std::size_t taken = write(static_cast<std::uint8_t>(address << 1U)) ? 1 : 0;
    for (const std::uint8_t byte : bytes) {
      if (taken == 0 || !write(byte)) break;
      ++taken;
    }
    stop();
    return taken;
  }
  /// Writes a register's number and, after a repeated start, reads bytes.
  std::vector<std::uint8_t> read_register(std::uint8_t address, std::uint8_t number, int count) {
    start();
    write(static_cast<std::uint8_t>(address << 1U));
    write(number);
    start();
    write(static_cast<std::uint8_t>(address << 1U | 1U));
    std::vector<std::uint8_t> bytes;
    for (int i = 1; i <= count; ++i) bytes.push_back(read(i < count));
    stop();
    return bytes;
  }

 private:
  /// One clock with SDA at `level`; returns the level of SDA.
  bool clock(bool level) {
    put(sda_, level);
    put(scl_, true);
    const bool read = bench_.level(sda_) == Level::high;
    put(scl_, false);
    return read;
  }
  void put(const std::string& pin, bool high) {
    bench_.drive(pin, high ? kNoDrive : strong(false));
    bench_.advance(std::chrono::microseconds(5));
  }

  PartBench& bench_;
  std::string scl_;
  std::string sda_;
};

}  // namespace pinbridge::testing
