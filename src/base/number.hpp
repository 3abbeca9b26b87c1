#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace pinbridge {

template <class T>
concept Number = (std::integral<T> && !std::same_as<T, bool>) || std::floating_point<T>;

/// The number that the whole of `text` is, in digits of `base`: no blanks, no "+", no prefix.
/// nullopt if it is anything else or does not fit into T.
template <Number T>
std::optional<T> parse_number(std::string_view text, int base = 10) {
  T number{};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [rest, error] = [&] {
    if constexpr (std::integral<T>) {
      return std::from_chars(begin, end, number, base);
    } else {
      return std::from_chars(begin, end, number);
    }
  }();
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

}  // namespace pinbridge
