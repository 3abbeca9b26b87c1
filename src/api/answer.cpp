#include "api/answer.hpp"

#include <string>

namespace pinbridge::api {
namespace {

/// Nothing of a message can be taken back, except by packing its beginning again.
void shorten(msgpack::sbuffer& buffer, std::size_t size) {
  const std::string begin(buffer.data(), size);
  buffer.clear();
  buffer.write(begin.data(), begin.size());
}

}  // namespace

Answer Answer::prepared(Prepare prepare, std::size_t held) {
  Answer answer{Pieces()};
  answer.prepare_ = std::move(prepare);
  answer.held_by_prepare_ = held;
  return answer;
}

Answer Answer::of_board(const Bench& bench, std::function<Pieces()> make) {
  Answer answer(make());
  answer.bench_ = &bench;
  answer.pins_ = bench.shared_pins();
  answer.make_ = std::move(make);
  return answer;
}

Result<bool> Answer::prepare(const Enough& enough) {
  while (prepare_) {
    const auto done = prepare_(result_);
    if (!done) return done.error();
    if (*done) {
      prepare_ = {};
      held_by_prepare_ = 0;
    } else if (enough()) {
      return false;
    }
  }
  return true;
}

bool Answer::pack(msgpack::sbuffer& buffer, std::size_t start, const Enough& enough) {
  if (bench_ && bench_->shared_pins() != pins_) {
    shorten(buffer, start);
    result_ = make_();
    pins_ = bench_->shared_pins();
  }
  Packer packer(buffer);
  return result_.pack(packer, enough);
}

}  // namespace pinbridge::api
