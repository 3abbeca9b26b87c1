#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/action.hpp"
#include "base/result.hpp"
#include "bench/bench.hpp"
#include "board/board.hpp"

namespace pinbridge::api {

/// "0" or "low", "1" or "high", "z" or "highz": the ways to drive a pin by hand.
Result<Drive> parse_hand_drive(std::string_view state);

/// The commands of clients, with names, independent of the transport. Each command either takes
/// effect completely, or fails with an error and changes nothing.
class Commands {
 public:
  static constexpr Duration kDefaultPress = std::chrono::milliseconds(100);
  static constexpr Duration kLongestPress = std::chrono::hours(1);

  /// `bench` outlives it, and has the parts of `board` in the same order.
  Commands(Bench& bench, std::string board_name, board::Board board = {})
      : bench_(bench), board_name_(std::move(board_name)), board_(std::move(board)) {}

  Bench& bench() { return bench_; }
  const Bench& bench() const { return bench_; }
  /// The board as in its file: the positions of its parts and wires.
  const board::Board& board() const { return board_; }
  /// Called in the turn in which the bench changes to another board; `board` becomes the previous
  /// one.
  void exchange_board(board::Board& board) { std::swap(board_, board); }
  void set_board(board::Board board) { exchange_board(board); }
  /// Called after the bench has changed: presses of parts that are gone, or replaced, end.
  void board_was_exchanged();
  const std::string& board_name() const { return board_name_; }

  Result<PinId> pin(std::string_view name) const;
  Result<PartId> part(std::string_view id) const;
  /// All of them, or the error of the first that does not exist. Without names: every pin of the
  /// board.
  Result<std::vector<PinId>> pins(const std::vector<std::string>& names) const;
  std::vector<PinId> all_pins() const;

  /// At once for all of them. An override holds until it is set again.
  Result<std::vector<PinId>> set(const std::vector<PinSetting>& settings);
  /// The same with the pins of the settings, found by pin().
  void set(const std::vector<PinSetting>& settings, const std::vector<PinId>& pins);

  /// The pin whose stronger drive overrules the override of `pin`; nullopt if there is no override,
  /// or it is not overruled. A conflict of equal drives shows as one.
  std::optional<PinId> overruled_by(PinId pin) const;
  /// Whether the pin has an override and another level. Quicker: does not search its net.
  bool is_overruled(PinId pin) const;

  Result<PartId> control(std::string_view part, std::string_view name, const ControlValue& value);

  /// Presses a button and releases it after `hold`, 1 ns to 1 h: "b1" sets the control `pressed` of
  /// that part, "keypad:5" its control `5`. Pressing it again before that restarts the time. Fails
  /// with ErrorCode::invalid if the control does not take 1, or could not be released to 0.
  Result<PartId> press(std::string_view button, Duration hold);

  /// Not owned; remove it before it is destroyed.
  void add(ActionListener& listener) { listeners_.push_back(&listener); }
  void remove(ActionListener& listener) { std::erase(listeners_, &listener); }

  /// The future guest of a machine, as human-readable text: "QEMU 10.0". Told with the guest when
  /// it comes; until it is withdrawn. Both are 1 to 64 printable characters of ASCII.
  Result<void> announce(const std::string& machine, const std::string& guest);
  void withdraw(const std::string& machine) { announced_.erase(machine); }
  /// Empty if nothing was announced.
  std::string announced(const std::string& machine) const;

 private:
  using Button = std::pair<std::string, std::string>;  ///< a part's id and its control
  struct Press {
    TimerId timer;
    const Part* part;  ///< only to compare it
  };

  void end_press(const Button& button);
  Result<PartId> change_control(std::string_view part, std::string_view name,
                                const ControlValue& value);
  void acted(const Action& action);

  Bench& bench_;
  std::string board_name_;
  board::Board board_;
  std::vector<ActionListener*> listeners_;
  std::map<Button, Press> held_;                  ///< until they are released
  std::map<std::string, std::string> announced_;  ///< by machine
};

}  // namespace pinbridge::api
