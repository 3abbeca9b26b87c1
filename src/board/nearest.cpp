#include "board/nearest.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace pinbridge::board {
namespace {

/// Longer words are not compared: they are not typing errors, and would take long.
constexpr std::size_t kLongest = 64;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The number of letters to insert, remove or change (Levenshtein distance); `limit` if it is that
/// or more. Neither word is longer than kLongest.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  std::array<std::size_t, kLongest + 1> row{};
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    std::size_t least = row[0];
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
      least = std::min(least, row[j + 1]);
    }
    if (least >= limit) return limit;
  }
  return row[b.size()];
}

/// Types share their first word, which makes all of them alike.
std::string_view without_kind(std::string_view word) {
  for (const std::string_view kind : {"wokwi-", "board-", "chip-"}) {
    if (word.starts_with(kind)) return word.substr(kind.size());
  }
  return word;
}

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string nearest(std::string_view word, std::size_t count, const CandidateAt& candidate_at) {
  const bool has_kind = without_kind(word) != word;
  word = without_kind(word);
  // A different number means something else, not a typing error.
  if (word.size() > kLongest || is_number(word)) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view whole = candidate_at(i);
    const std::string_view candidate = has_kind ? without_kind(whole) : whole;
    if (candidate.size() > kLongest) continue;
    // The minimum number of letters to insert or remove.
    const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
    if (longer - shorter >= best_distance) continue;
    const std::size_t d = distance(word, candidate, best_distance);
    if (d < best_distance) {
      best_distance = d;
      best = whole;
    }
  }
  return std::string(best);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  return nearest(word, candidates.size(),
                 [&](std::size_t i) { return std::string_view(candidates[i]); });
}

std::string list_pins(std::size_t count, const CandidateAt& name_at) {
  constexpr std::size_t kMostToList = 24;
  if (count > kMostToList) {
    return fmt::format("{} pins, {} to {}", count, name_at(0), name_at(count - 1));
  }
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += fmt::format("{}{}", i ? ", " : "", name_at(i));
  return all;
}

std::string Guesser::did_you_mean(std::string_view word, std::size_t count,
                                  const CandidateAt& candidate_at) {
  // A comparison takes as long as the product of both lengths.
  const std::size_t length = std::min(word.size(), kLongest);
  const std::size_t cost = count * (1 + length * length / kLongest);
  if (cost > comparisons_left_) return {};
  comparisons_left_ -= cost;
  const std::string found = nearest(word, count, candidate_at);
  return found.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", found);
}

std::string Guesser::did_you_mean(std::string_view word,
                                  const std::vector<std::string>& candidates) {
  return did_you_mean(word, candidates.size(),
                      [&](std::size_t i) { return std::string_view(candidates[i]); });
}

}  // namespace pinbridge::board
