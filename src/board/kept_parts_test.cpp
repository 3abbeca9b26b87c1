#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "board/assembly.hpp"
#include "board/reader.hpp"
#include "parts/catalog.hpp"

namespace pinbridge::board {
namespace {

namespace fs = std::filesystem;
using Dice = std::mt19937;

std::vector<fs::path> boards() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(PINBRIDGE_EXAMPLES)) {
    if (entry.path().filename() == "diagram.json") found.push_back(entry.path());
  }
  for (const auto& entry : fs::directory_iterator(PINBRIDGE_DIAGRAMS)) {
    const bool is_board = entry.is_regular_file() && !entry.path().stem().has_extension();
    if (is_board) found.push_back(entry.path());
  }
  return found;
}

Catalog catalog() {
  Catalog catalog;
  parts::add_parts(catalog);
  return catalog;
}

/// A board with its bench, edited as a user edits its file.
class EditedBoard {
 public:
  EditedBoard(Board board, Time now) : board_(std::move(board)) {
    Assembly assembly = assembled();
    bench_.emplace(std::move(assembly.parts), assembly.wires, timers_, 1, now);
  }

  void rewire() {
    Assembly assembly = assembled();
    bench_->rewire(std::move(assembly.parts), assembly.wires);
  }

  /// Removes a wire or a part, moves a part, or saves the file as it is.
  void edit(Dice& dice) {
    const auto one_of = [&](auto& list) {
      return list.begin() + static_cast<int>(dice() % list.size());
    };
    const auto kind = dice() % 4;
    if (kind == 0 && !board_.connections.empty()) {
      board_.connections.erase(one_of(board_.connections));
    } else if (kind == 1 && board_.parts.size() > 1) {
      board_.parts.erase(one_of(board_.parts));
    } else if (kind == 2) {
      std::swap(*one_of(board_.parts), board_.parts.front());
    }
    rewire();
  }

  /// Overrides some pins by hand.
  void disturb(Dice& dice) {
    for (std::uint32_t i = 0; i < bench_->pins().count(); ++i) {
      if (dice() % 3 != 0) continue;
      const auto state = dice() % 3;
      bench_->drive_by_hand(PinId{i}, state == 2 ? kNoDrive : strong(state == 1));
    }
  }

  /// Puts each pin at the level that it has on another bench of the same board.
  void put_as_on(const Bench& other) {
    const Bench::Batch batch(*bench_);
    for (std::uint32_t i = 0; i < bench_->pins().count(); ++i) {
      const Level level = other.state(PinId{i}).level;
      if (is_definite(level)) bench_->drive_by_hand(PinId{i}, supply(level == Level::high));
    }
  }

  void advance() { bench_->begin_turn(bench_->now() + std::chrono::milliseconds(200)); }
  Bench& bench() { return *bench_; }
  const Board& board() const { return board_; }

 private:
  Assembly assembled() const {
    Problems ignored;
    static const Catalog kCatalog = catalog();
    return assemble(board_, kCatalog, ignored);
  }

  Board board_;
  TimerQueue timers_;
  std::optional<Bench> bench_;
};

bool has_clocks(const Board& board) {
  return std::ranges::any_of(
      board.parts, [](const BoardPart& part) { return part.type.text == "wokwi-clock-generator"; });
}

/// What a part shows of the present; a display's text and a relay's delay are of the past, and so
/// is the brightness of what a clock drives.
std::string lights(const Bench& bench, PartId part, bool clocked) {
  static const std::set<std::string> kOfNow{"lit"};
  static const std::set<std::string> kSteady{"lit", "brightness", "backlight",
                                             "red", "green",      "blue"};
  std::string text;
  for (const ControlState& shown : bench.part(part).shows()) {
    if (!(clocked ? kOfNow : kSteady).contains(shown.name)) continue;
    text += shown.name + "=" + pinbridge::to_string(shown.value) + " ";
  }
  return text;
}

bool has_equal_levels(const Bench& a, const Bench& b, PartId part) {
  for (std::uint32_t i = 0; i < a.pins().count_of(part); ++i) {
    const PinId pin = a.pins().at(part, PinIndex{i});
    if (a.state(pin).level != b.state(pin).level) return false;
  }
  return true;
}

/// Compares the lights of a bench with those of a fresh bench at the same levels. Returns how many
/// were compared.
int expect_lights_of_a_fresh_bench(EditedBoard& kept, const std::string& where) {
  kept.advance();
  EditedBoard fresh(kept.board(), kept.bench().now());
  fresh.put_as_on(kept.bench());
  fresh.advance();
  const bool clocked = has_clocks(kept.board());
  int compared = 0;
  for (std::uint32_t i = 0; i < kept.bench().pins().part_count(); ++i) {
    const PartId part{i};
    const std::string shown = lights(kept.bench(), part, clocked);
    if (shown.empty() || !has_equal_levels(kept.bench(), fresh.bench(), part)) continue;
    EXPECT_EQ(shown, lights(fresh.bench(), part, clocked))
        << where << ": " << kept.bench().pins().part_id(part);
    ++compared;
  }
  return compared;
}

TEST(KeptParts, ShowAfterAnyEditOfAnyBoardWhatAFreshBenchShows) {
  int compared = 0;
  for (const fs::path& file : boards()) {
    Problems problems;
    const auto text = read_board_text(file);
    ASSERT_TRUE(text) << file;
    const Board board = read_board(*text, problems);
    if (board.parts.empty()) continue;
    for (unsigned seed = 1; seed <= 4; ++seed) {
      Dice dice(seed);
      EditedBoard kept(board, Time(std::chrono::seconds(1)));
      for (int step = 0; step < 6; ++step) {
        kept.disturb(dice);
        kept.edit(dice);
        compared +=
            expect_lights_of_a_fresh_bench(kept, file.string() + ", seed " + std::to_string(seed) +
                                                     ", step " + std::to_string(step));
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

}  // namespace
}  // namespace pinbridge::board
