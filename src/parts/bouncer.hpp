#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "bench/attributes.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"

namespace pinbridge {

/// How a contact bounces.
struct BounceSettings {
  bool enabled = true;
  /// Unset: 10 to 100 transitions within 1 ms. Set: 3, 5 or 7 within up to this long.
  std::optional<Duration> longest;

  /// Reads `bounce` and `bounce-ms`.
  static BounceSettings from(Attributes& attributes);
  /// What it reads, for a part's type.
  static std::vector<AttributeSpec> specs();
};

/// Moves a mechanical contact as real ones move: it opens and closes some times before it stays.
class Bouncer {
 public:
  /// `apply` opens (false) and closes the contact. Contacts of one part that have different numbers
  /// do not bounce alike.
  Bouncer(BounceSettings settings, std::function<void(bool)> apply, std::uint32_t number = 0)
      : settings_(settings), apply_(std::move(apply)), number_(number) {}

  /// Puts the contact there without bouncing; a move that is under way ends. Seeds the dice on the
  /// first call.
  void place(const PartHost& host, bool closed);

  /// Goes to `closed`: at once for the first time, and to and fro until it stays. A move that is
  /// under way ends.
  void move(bool closed);

 private:
  BounceSettings settings() const;
  std::vector<Duration> plan(const std::optional<Duration>& longest);
  void step(std::size_t index);

  BounceSettings settings_;
  std::function<void(bool)> apply_;
  std::uint32_t number_;
  PartHost host_;
  std::optional<std::minstd_rand> dice_;
  bool closed_ = false;
  std::vector<Time> transitions_;  ///< of the move under way, after its first
  PartTimer timer_;
};

}  // namespace pinbridge
