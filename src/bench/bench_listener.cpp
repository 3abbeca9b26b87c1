#include "bench/bench_listener.hpp"

namespace pinbridge {

std::string_view to_string(Direction direction) {
  return direction == Direction::in ? "in" : "out";
}

}  // namespace pinbridge
