#include "api/pieces.hpp"

#include <iterator>
#include <utility>

namespace pinbridge::api {

void Pieces::add(Pack pack) {
  add(1, [pack = std::move(pack)](Packer& packer, std::uint32_t) { pack(packer); });
}

void Pieces::add(std::uint32_t count, PackItem pack) {
  if (count > 0) runs_.push_back({count, std::move(pack)});
}

void Pieces::add(Pieces pieces) {
  held_ += pieces.held_;
  runs_.insert(runs_.end(), std::make_move_iterator(pieces.runs_.begin()),
               std::make_move_iterator(pieces.runs_.end()));
}

bool Pieces::pack(Packer& packer, const Enough& enough) {
  while (run_ < runs_.size()) {
    const Run& run = runs_[run_];
    run.pack(packer, next_++);
    if (next_ == run.count) {
      next_ = 0;
      ++run_;
    }
    if (run_ < runs_.size() && enough()) return false;
  }
  return true;
}

bool Pieces::pack(msgpack::sbuffer& buffer, std::size_t most) {
  Packer packer(buffer);
  const std::size_t begin = buffer.size();
  return pack(packer, [&buffer, begin, left = most]() mutable {
    return --left == 0 || buffer.size() - begin >= kMostBytes;
  });
}

}  // namespace pinbridge::api
