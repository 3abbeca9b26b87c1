#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "api/pieces.hpp"
#include "base/result.hpp"
#include "bench/bench.hpp"

namespace pinbridge::api {

/// The result of a request: it is prepared, then packed, both in pieces. A small one takes one
/// turn, a large one several, so that it does not delay other clients.
class Answer {
 public:
  /// A piece of the work that must be done before there is a result; true once it is done, with
  /// the pieces of the result added. An error refuses the request.
  using Prepare = std::function<Result<bool>(Pieces& result)>;

  /// A result of one piece.
  template <std::invocable<Packer&> Pack>
  // NOLINTNEXTLINE(google-explicit-constructor): most methods return a function
  Answer(Pack pack) {
    result_.add(std::move(pack));
  }
  /// A result that does not depend on what happens to the bench until it is packed.
  explicit Answer(Pieces result) : result_(std::move(result)) {}
  /// `held` is the memory that `prepare` keeps, in bytes.
  static Answer prepared(Prepare prepare, std::size_t held = 0);
  /// A result that reads the parts of the present board. If the board changes before all is packed,
  /// `make` is called again.
  static Answer of_board(const Bench& bench, std::function<Pieces()> make);

  /// Prepares until that is done (true) or `enough` returns true after a piece (false).
  Result<bool> prepare(const Enough& enough);
  /// Packs once it is prepared. `buffer` is the same at each call, and has only what this packed
  /// from `start` on. True once all is packed.
  bool pack(msgpack::sbuffer& buffer, std::size_t start, const Enough& enough);

  /// Bytes of memory, about, without what was packed.
  std::size_t held() const { return held_by_prepare_ + result_.held(); }

 private:
  Prepare prepare_;  ///< empty once it is prepared
  Pieces result_;
  std::size_t held_by_prepare_ = 0;
  const Bench* bench_ = nullptr;          ///< where it is of the board
  std::shared_ptr<const PinTable> pins_;  ///< of the board that it was made for
  std::function<Pieces()> make_;
};

}  // namespace pinbridge::api
