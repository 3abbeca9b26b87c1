#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "virtio/queue.hpp"

namespace pinbridge::testing {

/// A queue without rings, and the driver on its other side. Holds the device to its contract: it
/// returns the buffers that it popped, once.
class FakeQueue final : public virtio::Queue {
 public:
  /// A buffer that the device gave back.
  struct Returned {
    virtio::ChainHead head;
    std::uint32_t written;
    std::vector<std::byte> answer;  ///< the whole room that it had
  };

  /// Bytes at which nothing was written keep this.
  static constexpr std::byte kUntouched{0xee};

  /// Makes a buffer available: `request` to read, `room` bytes to write, in pieces of `piece`.
  virtio::ChainHead offer(std::vector<std::byte> request, std::size_t room,
                          std::size_t piece = 4096) {
    const virtio::ChainHead head(next_++);
    Buffer& buffer = buffers_[head];
    buffer.request = std::move(request);
    buffer.answer.assign(room, kUntouched);
    buffer.readable = cut(buffer.request, piece);
    buffer.writable = cut(buffer.answer, piece);
    offered_.push_back(head);
    return head;
  }

  /// From now on the driver's rings make no sense, or only its buffers' descriptors do not.
  void break_ring() { broken_ = true; }
  void break_descriptors() { descriptors_broken_ = true; }

  std::size_t waiting() const { return offered_.size(); }
  std::size_t held_by_device() const { return buffers_.size() - offered_.size(); }
  std::size_t returned_count() const { return returned_.size(); }

  std::optional<Returned> take_returned() {
    if (returned_.empty()) return std::nullopt;
    Returned first = std::move(returned_.front());
    returned_.pop_front();
    return first;
  }

  Result<std::optional<virtio::Chain>> pop() override {
    if (broken_) return make_error(ErrorCode::invalid, "a ring that makes no sense");
    if (offered_.empty()) return std::optional<virtio::Chain>();
    const auto head = offered_.front();
    offered_.pop_front();
    return std::optional(chain(head));
  }
  Result<virtio::Chain> reopen(virtio::ChainHead head) override {
    if (descriptors_broken_) return make_error(ErrorCode::invalid, "a descriptor of nonsense");
    EXPECT_TRUE(buffers_.contains(head)) << "not the device's: " << head.value();
    return chain(head);
  }
  void push(virtio::ChainHead head, std::uint32_t written) override {
    const auto found = buffers_.find(head);
    ASSERT_NE(found, buffers_.end()) << "not the device's: " << head.value();
    EXPECT_LE(written, found->second.answer.size());
    returned_.push_back({head, written, std::move(found->second.answer)});
    buffers_.erase(found);
    if (on_return) on_return(returned_.back());
  }
  void notify() override { ++interrupts; }

  int interrupts = 0;
  std::function<void(const Returned&)> on_return;

 private:
  struct Buffer {
    std::vector<std::byte> request;
    std::vector<std::byte> answer;
    std::vector<virtio::Segment> readable;
    std::vector<virtio::Segment> writable;
  };

  static std::vector<virtio::Segment> cut(std::vector<std::byte>& bytes, std::size_t piece) {
    std::vector<virtio::Segment> pieces;
    for (virtio::Segment rest(bytes); !rest.empty();) {
      pieces.push_back(rest.first(std::min(piece, rest.size())));
      rest = rest.subspan(pieces.back().size());
    }
    return pieces;
  }
  virtio::Chain chain(virtio::ChainHead head) {
    Buffer& buffer = buffers_[head];
    return {head, buffer.readable, buffer.writable};
  }

  std::unordered_map<virtio::ChainHead, Buffer> buffers_;
  std::deque<virtio::ChainHead> offered_;
  std::deque<Returned> returned_;
  std::uint16_t next_ = 0;
  bool broken_ = false;
  bool descriptors_broken_ = false;
};

}  // namespace pinbridge::testing
