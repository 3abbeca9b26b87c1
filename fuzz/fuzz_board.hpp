#pragma once

#include <string_view>
#include <utility>

#include "app/opened_board.hpp"
#include "base/check.hpp"
#include "bench/bench.hpp"
#include "board/reader.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge::fuzz {

/// A chip with things that answer its lines: a light, a button, a gate that drives itself, a shift
/// register, a display.
inline constexpr std::string_view kBoard = R"({"version": 1, "parts": [
  {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "16"}},
  {"id": "l", "type": "wokwi-led"}, {"id": "b", "type": "wokwi-pushbutton"},
  {"id": "g", "type": "wokwi-gnd"}, {"id": "n", "type": "wokwi-gate-not"},
  {"id": "c", "type": "wokwi-lcd1602"}, {"id": "h", "type": "wokwi-74hc595"}],
 "connections": [["vm:0", "l:A", "", []], ["l:C", "g:GND", "", []], ["vm:1", "b:1.l", "", []],
  ["b:2.l", "g:GND", "", []], ["vm:2", "vm:3", "", []], ["n:OUT", "n:IN", "", []],
  ["vm:4", "n:IN", "", []], ["vm:5", "c:RS", "", []], ["vm:6", "c:E", "", []],
  ["vm:7", "c:D4", "", []], ["vm:8", "c:D5", "", []], ["vm:9", "h:SHCP", "", []],
  ["vm:10", "h:DS", "", []], ["vm:11", "h:STCP", "", []]]})";

/// The same with all kinds of controls: for clients.
inline constexpr std::string_view kBoardOfControls = R"({"version": 1, "parts": [
  {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "16"}},
  {"id": "l", "type": "wokwi-led"}, {"id": "b", "type": "wokwi-pushbutton"},
  {"id": "s", "type": "wokwi-slide-switch"}, {"id": "k", "type": "wokwi-membrane-keypad"},
  {"id": "e", "type": "wokwi-ky-040"}, {"id": "d", "type": "wokwi-dip-switch-8"},
  {"id": "c", "type": "wokwi-lcd1602"}, {"id": "u", "type": "wokwi-hc-sr04"},
  {"id": "p", "type": "wokwi-pir-motion-sensor"}, {"id": "v", "type": "wokwi-servo"},
  {"id": "r", "type": "wokwi-resistor"}, {"id": "g", "type": "wokwi-gnd"},
  {"id": "n", "type": "wokwi-gate-not"}, {"id": "h", "type": "wokwi-74hc595"},
  {"id": "z", "type": "wokwi-buzzer"}, {"id": "x", "type": "chip-own"}],
 "connections": [["vm:0", "l:A", "", []], ["l:C", "g:GND", "", []], ["vm:1", "b:1.l", "", []],
  ["b:2.l", "g:GND", "", []], ["vm:2", "s:2", "", []], ["vm:3", "c:RS", "", []],
  ["vm:4", "c:E", "", []], ["vm:5", "c:D4", "", []], ["vm:6", "c:D5", "", []],
  ["n:OUT", "n:IN", "", []], ["vm:9", "h:SHCP", "", []], ["vm:10", "h:DS", "", []],
  ["vm:11", "h:STCP", "", []], ["vm:12", "z:1", "", []], ["z:2", "g:GND", "", []],
  ["vm:13", "k:R1", "", []], ["vm:14", "k:C1", "", []], ["vm:15", "e:CLK", "", []],
  ["vm:7", "x:IN", "", []], ["vm:8", "x:OUT", "", []]]})";

/// A board in service, without a clock.
class FuzzBoard {
 public:
  explicit FuzzBoard(std::string_view text = kBoard) : bench_(make(text), wires_, timers_, 1) {}

  Bench& bench() { return bench_; }
  const board::Board& board() const { return board_; }
  chip::VirtioChip& chip() { return dynamic_cast<chip::VirtioChip&>(bench_.part(PartId{0})); }
  void advance(Duration by) { bench_.begin_turn(bench_.now() + by); }

 private:
  std::vector<PartInstance> make(std::string_view text) {
    board::Problems problems;
    board_ = board::read_board(text, problems);
    board::Assembly assembly = board::assemble(board_, app::full_catalog(), problems);
    PB_CHECK(!problems.has_errors());
    wires_ = std::move(assembly.wires);
    return std::move(assembly.parts);
  }

  board::Board board_;
  std::vector<Wire> wires_;
  TimerQueue timers_;
  Bench bench_;
};

}  // namespace pinbridge::fuzz
