#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "api/message.hpp"

namespace pinbridge::api {

/// Called after each piece of work: whether the work is to be interrupted, because the turn has
/// used up its time.
using Enough = std::function<bool()>;

/// A message, or a part of one, that is packed piece by piece: a large one takes several turns.
class Pieces {
 public:
  using Pack = std::function<void(Packer&)>;
  using PackItem = std::function<void(Packer&, std::uint32_t index)>;

  /// One piece. What a piece refers to outlives this.
  void add(Pack pack);
  /// `count` pieces, with the indices from 0 on.
  void add(std::uint32_t count, PackItem pack);
  void add(Pieces pieces);
  /// Notes that the pieces keep that much memory, in bytes.
  void hold(std::size_t bytes) { held_ += bytes; }
  std::size_t held() const { return held_; }

  /// Packs the next pieces until `enough` returns true after one of them. True once all are packed.
  bool pack(Packer& packer, const Enough& enough);
  /// Packs up to `most` pieces, and fewer if they are large: after kMostBytes, no further one
  /// begins. True once all are packed.
  bool pack(msgpack::sbuffer& buffer, std::size_t most);
  static constexpr std::size_t kMostBytes = 64U << 10U;

 private:
  struct Run {
    std::uint32_t count;
    PackItem pack;
  };

  std::vector<Run> runs_;
  std::size_t held_ = 0;
  std::size_t run_ = 0;
  std::uint32_t next_ = 0;  ///< piece of the run
};

}  // namespace pinbridge::api
