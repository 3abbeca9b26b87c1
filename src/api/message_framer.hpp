#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pinbridge::api {

/// Splits a stream of bytes into whole MessagePack messages.
///
/// Only the bytes of an incomplete message are kept, without decoding them. A client that announces
/// large arrays but sends no elements only costs what it sent. Each byte is examined once, however
/// the stream is split.
class MessageFramer {
 public:
  /// Bytes of one message.
  static constexpr std::size_t kLongestMessage = 1U << 20U;
  /// Elements of one array, or pairs of one map: enough to name every pin of a large board.
  static constexpr std::size_t kMostItems = 65536;
  /// Arrays and maps within each other.
  static constexpr std::size_t kDeepest = 8;

  /// Removes the beginning of `bytes`, up to the end of a message. Returns this message, valid
  /// until the next call, or an empty string if it continues in later bytes. Fails where the bytes
  /// are not MessagePack (invalid) or exceed a limit (limit); the stream is then unusable.
  Result<std::string_view> next(std::string_view& bytes);

  /// Bytes kept of a message that is not complete.
  std::size_t kept() const { return kept_.size(); }

 private:
  Result<void> scan(std::string_view bytes);
  Result<void> take_head();
  Result<void> open(std::uint64_t items, std::uint64_t values);
  void close_value();
  std::uint64_t number() const;

  std::string kept_;
  bool returned_ = false;  ///< kept_ is the message that was returned
  bool whole_ = false;
  std::size_t scanned_ = 0;                     ///< bytes of this message, head and all
  std::array<std::uint8_t, 5> head_{};          ///< of the value in progress
  std::size_t head_size_ = 0;                   ///< bytes of it that have come
  std::uint64_t skip_ = 0;                      ///< bytes of its body that are to come
  std::array<std::uint64_t, kDeepest> left_{};  ///< values that are to come, by depth
  std::size_t depth_ = 0;
};

}  // namespace pinbridge::api
