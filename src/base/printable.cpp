#include "base/printable.hpp"

#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace pinbridge {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  ///< in bytes; 0: not UTF-8
};

/// The first character of a non-empty string. Overlong forms, surrogates and values above the
/// Unicode range are not UTF-8.
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  char32_t code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return {};
    code = code << 6U | (byte(i) & 0x3fU);
  }
  const char32_t least = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (code < least || surrogate || code > 0x10ffff) return {};
  return {code, size};
}

bool is_obeyed(char32_t code) {
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool line_end = code == 0x2028 || code == 0x2029;
  const bool bidirectional = code == 0x061c || code == 0x200e || code == 0x200f ||
                             (code >= 0x202a && code <= 0x202e) ||
                             (code >= 0x2066 && code <= 0x2069);
  return control || line_end || bidirectional;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.size == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(text.front()));
    } else if (!is_obeyed(next.code)) {
      shown += text.substr(0, next.size);
    } else if (next.code < 0x80) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned>(next.code));
    } else {
      shown += fmt::format("\\u{:04x}", static_cast<unsigned>(next.code));
    }
    text.remove_prefix(next.size == 0 ? 1 : next.size);
  }
  return shown;
}

std::string printable_lines(std::string_view text) {
  constexpr std::string_view kContinued = "\n  ";
  std::string shown;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(kContinued, begin);
    shown += printable(shortened(text.substr(begin, end - begin)));
    if (end == std::string_view::npos) return shown;
    shown += kContinued;
    begin = end + kContinued.size();
  }
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  constexpr std::size_t kRemark = 40;  // an upper bound of its length
  const auto continues = [&](std::size_t at) {
    return (static_cast<std::uint8_t>(text[at]) & 0xc0U) == 0x80;
  };
  const std::size_t kept = most - kRemark;
  // What is wrong stands in front, what would be right behind. A character has up to four bytes.
  std::size_t head = kept - kept / 4;
  for (int i = 0; i < 3 && continues(head); ++i) --head;
  std::size_t tail = text.size() - kept / 4;
  for (int i = 0; i < 3 && tail < text.size() && continues(tail); ++i) ++tail;
  return fmt::format("{}…({} bytes left out)…{}", text.substr(0, head), tail - head,
                     text.substr(tail));
}

}  // namespace pinbridge
