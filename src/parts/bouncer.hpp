#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <vector>

#include "bench/attributes.hpp"
#include "bench/part.hpp"
#include "bench/part_type.hpp"

namespace pinbridge::parts {

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

/// Moves a mechanical contact with bounce: it opens and closes several times before it rests.
class Bouncer {
 public:
  /// `apply` opens (false) and closes the contact. Contacts of one part with different numbers
  /// bounce differently.
  Bouncer(BounceSettings settings, std::function<void(bool)> apply, std::uint32_t number = 0)
      : settings_(settings), apply_(std::move(apply)), number_(number) {}

  /// Sets the contact without bounce; a move in progress ends. The first call seeds the random
  /// numbers.
  void place(const PartHost& host, bool closed);

  /// Moves to `closed`: the first transition at once, then back and forth until it rests. A move in
  /// progress ends.
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
  std::vector<Time> transitions_;  ///< of the move in progress, after its first
  PartTimer timer_;
};

}  // namespace pinbridge::parts
