#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pinbridge {

/// A text of a board, a guest, QEMU or another program, as it may go to a terminal or into a log:
/// on one line, and without anything that a terminal obeys or that reorders what is read.
///
/// Control characters (also C1, such as U+009B, and line ends), bidirectional controls and bytes
/// that are not UTF-8 become escapes: `\x1b`, `\u202e`. Everything else is unchanged.
std::string printable(std::string_view text);

/// The same for a message of ours that continues in indented lines: a line end before two spaces
/// stays. Text from outside can at most add an indented line. Each line is shortened.
std::string printable_lines(std::string_view text);

/// In bytes. No sentence of ours is longer, unless it quotes something from outside.
inline constexpr std::size_t kLongestMessage = 1000;

/// A message that may quote any text from outside, at a length that people read: of one that is
/// longer than `most` bytes, the beginning and the end, with the number of bytes left out between
/// them. `most` is at least 100; characters of UTF-8 stay whole.
std::string shortened(std::string_view text, std::size_t most = kLongestMessage);

}  // namespace pinbridge
