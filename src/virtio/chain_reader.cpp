#include "virtio/chain_reader.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <span>

namespace pinbridge::virtio {
namespace {

/// virtio 1.3, 2.7.4.2: no chain may hold more than 2^32 bytes.
constexpr std::uint64_t kMaxChainBytes = std::uint64_t{1} << 32;

wire::virtq_desc copy_descriptor(const std::byte* table, std::uint32_t index) {
  wire::virtq_desc copy;
  std::memcpy(&copy, table + std::size_t{index} * sizeof copy, sizeof copy);
  // The guest may change it meanwhile: keeps the compiler from reading it there a second time.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  return copy;
}

}  // namespace

void ChainReader::start(const MemoryTable& memory, const std::byte* descriptors, Rules rules) {
  memory_ = &memory;
  descriptors_ = descriptors;
  rules_ = rules;
  segments_.reserve(rules.queue_size);
}

Result<Chain> ChainReader::read(ChainHead head) {
  segments_.clear();
  readable_ = 0;
  total_ = 0;
  const Table table{descriptors_, rules_.queue_size, false};
  if (const auto followed = follow(table, head.value()); !followed) return followed.error();
  const std::span<const Segment> all(segments_);
  return Chain{head, all.first(readable_), all.subspan(readable_)};
}

Result<void> ChainReader::follow(Table table, std::uint32_t index) {
  const std::uint32_t most = std::min<std::uint32_t>(rules_.queue_size, kMostDescriptors);
  for (std::uint32_t length = 0; length < most;) {
    if (index >= table.size) {
      return make_error(ErrorCode::invalid, "descriptor {} is outside a table of {}", index,
                        table.size);
    }
    const wire::virtq_desc descriptor = copy_descriptor(table.descriptors, index);
    if ((descriptor.flags & wire::VIRTQ_DESC_F_INDIRECT) != 0) {
      const auto entered = enter_indirect(table, descriptor);
      if (!entered) return entered.error();
      table = *entered;
      index = 0;
      continue;  // at most once, as tables do not nest
    }
    if (const auto added = add_segment(descriptor); !added) return added.error();
    if ((descriptor.flags & wire::VIRTQ_DESC_F_NEXT) == 0) return {};
    index = descriptor.next;
    ++length;
  }
  return make_error(ErrorCode::invalid,
                    "a descriptor chain that is a loop, or longer than {} descriptors", most);
}

Result<ChainReader::Table> ChainReader::enter_indirect(const Table& from,
                                                       const wire::virtq_desc& descriptor) const {
  if (!rules_.indirect) {
    return make_error(ErrorCode::invalid, "an indirect descriptor without VIRTIO_F_INDIRECT_DESC");
  }
  if (from.indirect) {
    return make_error(ErrorCode::invalid, "an indirect table that refers to an indirect table");
  }
  if ((descriptor.flags & wire::VIRTQ_DESC_F_NEXT) != 0) {
    return make_error(ErrorCode::invalid, "an indirect descriptor that has a next one");
  }
  if (descriptor.len == 0 || descriptor.len % sizeof(wire::virtq_desc) != 0) {
    return make_error(ErrorCode::invalid,
                      "an indirect table of {} bytes, where a multiple of 16 is right",
                      descriptor.len);
  }
  const std::byte* table = memory_->whole_at_guest(descriptor.addr, descriptor.len);
  if (table == nullptr) {
    return make_error(ErrorCode::invalid, "an indirect table at {:#x}+{:#x}, outside its memory",
                      descriptor.addr, descriptor.len);
  }
  return Table{table, static_cast<std::uint32_t>(descriptor.len / sizeof(wire::virtq_desc)), true};
}

Result<void> ChainReader::add_segment(const wire::virtq_desc& descriptor) {
  const bool writable = (descriptor.flags & wire::VIRTQ_DESC_F_WRITE) != 0;
  if (!writable && readable_ != segments_.size()) {
    return make_error(ErrorCode::invalid, "a descriptor to read behind one to write");
  }
  if (descriptor.len == 0) return make_error(ErrorCode::invalid, "a descriptor of no bytes");
  total_ += descriptor.len;
  if (total_ > kMaxChainBytes) {
    return make_error(ErrorCode::invalid, "a descriptor chain of more than 2^32 bytes");
  }
  // A buffer may lie across regions that border on each other.
  for (std::uint64_t done = 0; done < descriptor.len;) {
    const Segment part = memory_->at_guest(descriptor.addr + done, descriptor.len - done);
    if (part.empty()) {
      return make_error(ErrorCode::invalid, "a buffer at {:#x}+{:#x}, outside its memory",
                        descriptor.addr, descriptor.len);
    }
    segments_.push_back(part);
    done += part.size();
  }
  if (!writable) readable_ = segments_.size();
  return {};
}

}  // namespace pinbridge::virtio
