#include "api/message_framer.hpp"

#include <algorithm>

namespace pinbridge::api {
namespace {

Error too_large() {
  return make_error(
      ErrorCode::limit,
      "this message is too large or too deep: {} bytes, {} elements in an array or map, "
      "and {} levels are the maximum",
      MessageFramer::kLongestMessage, MessageFramer::kMostItems, MessageFramer::kDeepest);
}

/// Bytes of a value's head: its type, and a length where one follows.
std::size_t head_length(std::uint8_t type) {
  switch (type) {
    case 0xc4:  // bin, ext, str of up to 255 bytes
    case 0xc7:
    case 0xd9:
      return 2;
    case 0xc5:  // … of up to 65,535, array and map
    case 0xc8:
    case 0xda:
    case 0xdc:
    case 0xde:
      return 3;
    case 0xc6:
    case 0xc9:
    case 0xdb:
    case 0xdd:
    case 0xdf:
      return 5;
    default:
      return 1;
  }
}

/// Bytes of a number or an extension of fixed size, behind its head.
std::uint64_t fixed_length(std::uint8_t type) {
  switch (type) {
    case 0xca:  // float
    case 0xce:  // uint 32
    case 0xd2:  // int 32
      return 4;
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return 8;
    case 0xcc:
    case 0xd0:
      return 1;
    case 0xcd:
    case 0xd1:
      return 2;
    default:  // fixext 1, 2, 4, 8, 16, with their type
      return type >= 0xd4 && type <= 0xd8 ? (std::uint64_t{1} << (type - 0xd4U)) + 1 : 0;
  }
}

}  // namespace

Result<std::string_view> MessageFramer::next(std::string_view& bytes) {
  if (returned_) kept_.clear();
  // A message of megabytes is rare, so its memory is not kept for the next.
  if (kept_.empty() && kept_.capacity() > 4096) kept_.shrink_to_fit();
  returned_ = false;
  const std::size_t before = scanned_;
  if (auto scanned = scan(bytes); !scanned) return scanned.error();
  const std::string_view taken = bytes.substr(0, scanned_ - before);
  bytes.remove_prefix(taken.size());
  if (!whole_) {
    kept_ += taken;
    return std::string_view();
  }
  whole_ = false;
  scanned_ = 0;
  if (kept_.empty()) return taken;
  kept_ += taken;
  returned_ = true;
  return std::string_view(kept_);
}

Result<void> MessageFramer::scan(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && !whole_) {
    std::size_t step = 1;
    if (skip_ > 0) {
      step = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size() - at));
      skip_ -= step;
      if (skip_ == 0) close_value();
    } else {
      head_[head_size_++] = static_cast<std::uint8_t>(bytes[at]);
      if (head_size_ == head_length(head_[0])) {
        if (auto taken = take_head(); !taken) return taken;
      }
    }
    at += step;
    scanned_ += step;
    if (scanned_ + skip_ > kLongestMessage) return too_large();
  }
  return {};
}

/// The length in a head.
std::uint64_t MessageFramer::number() const {
  std::uint64_t value = 0;
  for (std::size_t i = 1; i < head_size_; ++i) value = value << 8U | head_[i];
  return value;
}

Result<void> MessageFramer::take_head() {
  const std::uint8_t type = head_[0];
  const std::uint64_t length = number();
  head_size_ = 0;
  if (type == 0xc1) return make_error(ErrorCode::invalid, "these bytes are not MessagePack");
  if (type >= 0x80 && type <= 0x8f) return open(type & 0x0fU, 2);
  if (type >= 0x90 && type <= 0x9f) return open(type & 0x0fU, 1);
  if (type == 0xdc || type == 0xdd) return open(length, 1);
  if (type == 0xde || type == 0xdf) return open(length, 2);
  if (type >= 0xa0 && type <= 0xbf) {
    skip_ = type & 0x1fU;
  } else if (type >= 0xc7 && type <= 0xc9) {
    skip_ = length + 1;  // and the extension's type
  } else {
    skip_ = length + fixed_length(type);
  }
  if (skip_ == 0) close_value();
  return {};
}

/// An array or a map begins, with this many values per item.
Result<void> MessageFramer::open(std::uint64_t items, std::uint64_t values) {
  if (items > kMostItems || depth_ == kDeepest) return too_large();
  if (items == 0) {
    close_value();
  } else {
    left_[depth_++] = items * values;
  }
  return {};
}

/// A value is complete, and so are the containers that it ends.
void MessageFramer::close_value() {
  while (depth_ > 0) {
    if (--left_[depth_ - 1] > 0) return;
    --depth_;
  }
  whole_ = true;
}

}  // namespace pinbridge::api
