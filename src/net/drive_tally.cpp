#include "net/drive_tally.hpp"

#include "base/check.hpp"

namespace pinbridge {
namespace {

std::size_t row(Strength strength) {
  return static_cast<std::size_t>(strength) - 1;
}

bool counts_as(Level drive, Level level) {
  return drive == level || drive == Level::conflict;
}

}  // namespace

void DriveTally::add(Signal drive) {
  if (drive.strength == Strength::none) return;
  auto& [low, high] = count_[row(drive.strength)];
  if (counts_as(drive.level, Level::low)) ++low;
  if (counts_as(drive.level, Level::high)) ++high;
}

void DriveTally::remove(Signal drive) {
  if (drive.strength == Strength::none) return;
  auto& [low, high] = count_[row(drive.strength)];
  if (counts_as(drive.level, Level::low)) {
    PB_CHECK(low > 0);
    --low;
  }
  if (counts_as(drive.level, Level::high)) {
    PB_CHECK(high > 0);
    --high;
  }
}

void DriveTally::merge(const DriveTally& other) {
  for (std::size_t i = 0; i < count_.size(); ++i) {
    count_[i][0] += other.count_[i][0];
    count_[i][1] += other.count_[i][1];
  }
}

// The truth table. The strongest drives present decide; weaker ones do not count.
//
//   strongest drives present    | level    | strength
//   ----------------------------+----------+---------
//   none                        | highz    | none
//   only low ones               | low      | theirs
//   only high ones              | high     | theirs
//   low ones and high ones      | conflict | theirs
Signal DriveTally::resolve() const {
  for (Strength strength : {Strength::supply, Strength::strong, Strength::pull}) {
    const auto& [low, high] = count_[row(strength)];
    if (low != 0 && high != 0) return {Level::conflict, strength};
    if (low != 0) return {Level::low, strength};
    if (high != 0) return {Level::high, strength};
  }
  return {};
}

}  // namespace pinbridge
