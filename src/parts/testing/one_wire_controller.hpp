#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// A controller of a 1-Wire bus with the times of Linux's w1-gpio, in virtual time. With
/// `slowness`, delay_coef of Linux's module wire, each of them is so many times longer, except the
/// last of a reset.
class OneWireController {
 public:
  OneWireController(PartBench& bench, std::string pin, int slowness = 1)
      : bench_(bench), pin_(std::move(pin)), slowness_(slowness) {}

  /// Returns whether a device is present.
  bool reset() {
    pull(500);
    wait(70);
    const bool present = is_low();
    bench_.advance(std::chrono::milliseconds(1));
    return present;
  }
  void write_bit(bool bit) {
    pull(bit ? 6 : 60);
    wait(bit ? 64 : 10);
  }
  bool read_bit() {
    pull(6);
    wait(9);
    const bool bit = !is_low();
    wait(55);
    return bit;
  }
  void write(std::uint8_t byte) {
    for (unsigned bit = 0; bit < 8; ++bit) write_bit(((byte >> bit) & 1U) != 0);
  }
  std::uint8_t read() {
    unsigned byte = 0;
    for (unsigned bit = 0; bit < 8; ++bit) byte |= (read_bit() ? 1U : 0U) << bit;
    return static_cast<std::uint8_t>(byte);
  }
  std::vector<std::uint8_t> read(int count) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) bytes.push_back(read());
    return bytes;
  }
  /// One search: follows the lower branch, or at the bits of `higher` the higher one. Returns the
  /// address and notes where devices disagreed.
  std::uint64_t search(std::uint64_t higher, std::uint64_t& disagreed,
                       std::uint8_t command = 0xF0) {
    reset();
    write(command);
    std::uint64_t address = 0;
    disagreed = 0;
    for (unsigned i = 0; i < 64; ++i) {
      const bool bit = read_bit();
      const bool complement = read_bit();
      if (bit && complement) return ~std::uint64_t{0};
      const std::uint64_t mask = std::uint64_t{1} << i;
      if (!bit && !complement) disagreed |= mask;
      const bool go = bit != complement ? bit : (higher & mask) != 0;
      if (go) address |= mask;
      write_bit(go);
    }
    return address;
  }

 private:
  void pull(int microseconds) {
    bench_.drive(pin_, strong(false));
    wait(microseconds);
    bench_.drive(pin_, kNoDrive);
  }
  void wait(int microseconds) {
    bench_.advance(std::chrono::microseconds(microseconds * slowness_));
  }
  bool is_low() { return bench_.level(pin_) == Level::low; }

  PartBench& bench_;
  std::string pin_;
  int slowness_;
};

}  // namespace pinbridge::testing
