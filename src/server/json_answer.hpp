#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "api/answer.hpp"
#include "server/json_text.hpp"

namespace pinbridge::server {

/// An answer as JSON, made piece by piece.
class JsonAnswer {
 public:
  /// `answer` needs no preparation. `made`, if given, is called with the whole text, in the turn in
  /// which the last piece is made.
  explicit JsonAnswer(api::Answer answer, std::function<void(const std::string& text)> made = {})
      : answer_(std::move(answer)), made_(std::move(made)) {}

  /// Makes pieces until `enough` returns true after one. True once the text is whole.
  bool work(const api::Enough& enough);
  /// Bytes of memory, about.
  std::size_t size() const { return answer_.held() + packed_.size() + text_.text().size(); }
  std::string take() { return text_.take(); }

 private:
  api::Answer answer_;
  std::function<void(const std::string&)> made_;
  msgpack::sbuffer packed_;
  bool is_packed_ = false;
  JsonText text_;
};

}  // namespace pinbridge::server
