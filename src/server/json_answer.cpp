#include "server/json_answer.hpp"

#include "api/message.hpp"

namespace pinbridge::server {
namespace {

/// Values are small: the clock is not read for each.
constexpr int kValuesAPiece = 64;

}  // namespace

bool JsonAnswer::work(const api::Enough& enough) {
  if (!is_packed_) {
    is_packed_ = answer_.pack(packed_, 0, enough);
    if (!is_packed_ || enough()) return false;
  }
  while (!text_.add(api::view(packed_), kValuesAPiece)) {
    if (enough()) return false;
  }
  if (made_) made_(text_.text());
  return true;
}

}  // namespace pinbridge::server
