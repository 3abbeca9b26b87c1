#pragma once

#include <map>
#include <string>
#include <string_view>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::testing {

/// An LCD, and firmware that moves its pins as drivers do.
class LcdFirmware {
 public:
  explicit LcdFirmware(bool four_bit, const std::string& type = "wokwi-lcd1602",
                       const std::map<std::string, std::string>& settings = {})
      : four_bit_(four_bit), bench_({{"lcd", type, settings}}, {}) {
    bench_.advance(std::chrono::milliseconds(50));
    set("E", false);
  }

  void ground_rw() { bench_.drive("lcd:RW", supply(false)); }

  /// The datasheet's initialisation of a display in any state, then two lines, cleared and on.
  void initialize() {
    set("RS", false);
    for (const Duration wait :
         {Duration(std::chrono::milliseconds(5)), Duration(std::chrono::microseconds(150)),
          Duration(std::chrono::microseconds(150))}) {
      put_upper(3);
      pulse();
      bench_.advance(wait);
    }
    if (four_bit_) {
      put_upper(2);
      pulse();
      bench_.advance(std::chrono::microseconds(50));
    }
    for (const int command : {four_bit_ ? 0x28 : 0x38, 0x0C, 0x06, 0x01}) this->command(command);
  }

  void command(int byte) { write(false, byte); }
  void print(std::string_view text) {
    for (const char c : text) write(true, static_cast<unsigned char>(c));
  }
  void write(bool rs, int byte) {
    send(rs, byte);
    bench_.advance(byte <= 3 && !rs ? std::chrono::milliseconds(2) : std::chrono::milliseconds(1));
  }
  /// Writes, and does not wait.
  void send(bool rs, int byte) {
    set("RS", rs);
    put_upper(byte >> 4);
    if (four_bit_) {
      pulse();
      put_upper(byte & 0xF);
    } else {
      for (int i = 0; i < 4; ++i) set("D" + std::to_string(i), ((byte >> i) & 1) != 0);
    }
    pulse();
  }

  /// Releases the data pins and reads a byte.
  int read(bool rs) {
    release_data();
    set("RS", rs);
    set("RW", true);
    int byte = read_cycle();
    if (four_bit_) byte = (byte & 0xF0) | (read_cycle() >> 4);
    set("RW", false);
    bench_.advance(std::chrono::microseconds(50));
    return byte;
  }
  int read_cycle() {
    set("E", true);
    bench_.advance(std::chrono::microseconds(1));
    int bits = 0;
    for (int i = 0; i < 8; ++i) {
      if (level("D" + std::to_string(i)) == Level::high) bits |= 1 << i;
    }
    set("E", false);
    bench_.advance(std::chrono::microseconds(1));
    return bits;
  }
  void release_data() {
    for (int i = 0; i < 8; ++i) bench_.drive("lcd:D" + std::to_string(i), kNoDrive);
  }

  void put_upper(int half) {
    for (int i = 0; i < 4; ++i) set("D" + std::to_string(4 + i), ((half >> i) & 1) != 0);
  }
  void pulse() {
    set("E", true);
    bench_.advance(std::chrono::microseconds(1));
    set("E", false);
    bench_.advance(std::chrono::microseconds(1));
  }
  void set(const std::string& pin, bool high) { bench_.drive("lcd:" + pin, strong(high)); }
  Level level(const std::string& pin) { return bench_.level("lcd:" + pin); }
  std::string shown(std::string_view name) { return bench_.value("lcd", name); }
  /// A line without the blanks at its end.
  std::string line(int number) {
    std::string text = shown("line" + std::to_string(number));
    return text.erase(text.find_last_not_of(' ') + 1);
  }
  PartBench& bench() { return bench_; }

 private:
  bool four_bit_;
  PartBench bench_;
};

}  // namespace pinbridge::testing
