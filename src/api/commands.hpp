#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bench/bench.hpp"
#include "board/board.hpp"

namespace pinbridge {

/// A pin and what a client's hand puts on it.
struct PinSetting {
  std::string pin;
  Drive drive;
};

/// "0" or "low", "1" or "high", "z" or "highz": what a hand can put on a pin.
Result<Drive> parse_hand_drive(std::string_view state);

/// What clients can do to a bench, by names, whatever the wire between. Each either happens as a
/// whole or fails with a sentence and changes nothing.
class Commands {
 public:
  static constexpr Duration kDefaultPress = std::chrono::milliseconds(100);
  static constexpr Duration kLongestPress = std::chrono::hours(1);

  /// `bench` outlives it, and has the parts of `board` in the same order.
  Commands(Bench& bench, std::string board_name, Board board = {})
      : bench_(bench), board_name_(std::move(board_name)), board_(std::move(board)) {}

  Bench& bench() { return bench_; }
  const Bench& bench() const { return bench_; }
  /// The board as its file has it: where its parts stand and its wires run.
  const Board& board() const { return board_; }
  /// In the turn in which the bench becomes another board.
  void set_board(Board board) { board_ = std::move(board); }
  const std::string& board_name() const { return board_name_; }

  Result<PinId> pin(std::string_view name) const;
  Result<PartId> part(std::string_view id) const;
  /// All of them, or the error of the first that is not there. No names: every pin of the board.
  Result<std::vector<PinId>> pins(const std::vector<std::string>& names) const;

  /// At once for all of them. A hand holds until it is set again.
  Result<std::vector<PinId>> set(const std::vector<PinSetting>& settings);

  Result<PartId> control(std::string_view part, std::string_view name, const ControlValue& value);

  /// Presses a button and lets go after `hold`, 1 ns to 1 h: "b1" sets the control `pressed` of
  /// that part, "keypad:5" its control `5`. Pressed again before that, it is held anew.
  Result<PartId> press(std::string_view button, Duration hold);

  /// What is going to be a machine's guest, for people: "QEMU 10.0". Told with the guest when it
  /// comes; until it is withdrawn. Both are 1 to 64 printable characters of ASCII.
  Result<void> announce(const std::string& machine, const std::string& guest);
  void withdraw(const std::string& machine) { announced_.erase(machine); }
  /// Empty if nothing was announced.
  std::string announced(const std::string& machine) const;

 private:
  Bench& bench_;
  std::string board_name_;
  Board board_;
  std::map<std::string, TimerId> held_;           ///< by button
  std::map<std::string, std::string> announced_;  ///< by machine
};

}  // namespace pinbridge
