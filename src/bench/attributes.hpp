#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace pinbridge {

/// An invalid attribute value, and what would be valid.
struct AttributeProblem {
  std::string name;
  std::string message;
  bool harmless = false;  ///< the board runs all the same, and without it
};

/// The attributes of one part as in its file, all as strings.
///
/// Readers never fail. They record the problem and return the fallback, so one pass reports all
/// problems of a file.
class Attributes {
 public:
  explicit Attributes(std::map<std::string, std::string> values = {})
      : values_(std::move(values)) {}

  /// The unchanged string; nullopt if the file has none.
  std::optional<std::string> text(std::string_view name) const;

  /// The string; nullopt if it is missing or empty, which means the same.
  std::optional<std::string> given(std::string_view name) const;

  /// A whole number in [least, most].
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most,
                       std::int64_t fallback);

  /// A number in [least, most], decimals allowed.
  double number(std::string_view name, double least, double most, double fallback);

  /// A frequency in [least, most], in Hz: a number, with "k" behind it in kHz, with "m" in MHz.
  double frequency(std::string_view name, double least, double most, double fallback);

  /// "1" or "true", "0" or "false". An empty text is off, as it is for Wokwi.
  bool flag(std::string_view name, bool fallback);

  /// One of the words.
  template <class T>
  T choice(std::string_view name, std::initializer_list<std::pair<std::string_view, T>> words,
           T fallback) {
    const auto value = given(name);
    if (!value) return fallback;
    std::string all;
    for (const auto& [word, meaning] : words) {
      if (*value == word) return meaning;
      all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", word);
    }
    problem(name, fmt::format("\"{}\" is not one of {}", *value, all));
    return fallback;
  }

  void problem(std::string_view name, std::string message);
  /// Valid in Wokwi, but not supported yet.
  void harmless_problem(std::string_view name, std::string message);
  const std::vector<AttributeProblem>& problems() const { return problems_; }

  const std::map<std::string, std::string>& all() const { return values_; }

 private:
  std::map<std::string, std::string> values_;
  std::vector<AttributeProblem> problems_;
};

}  // namespace pinbridge
