#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "base/gpio_lines.hpp"

namespace pinbridge::message_queue {

/// A message of the queues: which line, and its level.
struct LineMessage {
  static constexpr std::size_t kSize = 4;
  static constexpr std::uint8_t kAskForAll = 255;  ///< a line number that asks for all levels

  std::uint8_t line;
  bool level;

  /// nullopt if it has another length or other first bytes.
  static std::optional<LineMessage> read(std::span<const std::byte> bytes);
  std::array<std::byte, kSize> bytes() const;

  friend bool operator==(const LineMessage&, const LineMessage&) = default;
};

/// The 32 lines of one end of the queues: converts messages into drives, and changes of the board
/// into messages. Independent of queues.
///
/// A line belongs to the other end once that has sent a level for it; others are reported to it.
/// For each line the newest level waits to be sent, so nothing grows.
class LineExchange {
 public:
  static constexpr std::uint16_t kLines = 32;

  /// `lines` are kLines, outlive it, and are released when it goes. All wired lines that have a
  /// level are to be sent.
  explicit LineExchange(GpioLines& lines);
  LineExchange(const LineExchange&) = delete;
  LineExchange& operator=(const LineExchange&) = delete;
  ~LineExchange();

  /// Takes a message; false if it is not one.
  bool take(std::span<const std::byte> bytes);

  /// The next message to send, if there is one. It stays the next until sent() is called.
  std::optional<LineMessage> next() const;
  void sent();

  /// Called when there may be something to send.
  std::function<void()> on_news;

 private:
  void on_level(LineOffset line, bool level);
  void ask_again();

  GpioLines& lines_;
  std::bitset<kLines> driven_;   ///< by the other end
  std::bitset<kLines> waiting_;  ///< to be sent
  std::uint16_t turn_ = 0;       ///< the line from which to look for the next one
};

}  // namespace pinbridge::message_queue
