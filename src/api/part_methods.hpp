#pragma once

#include "api/embodiments.hpp"
#include "api/method.hpp"

namespace pinbridge::api {

/// The methods by which one client embodies parts of the board.
class PartMethods {
 public:
  /// All that is given outlives it.
  PartMethods(Commands& commands, FrameSink& client)
      : commands_(commands), embodiments_(commands, client) {}

  Result<Answer> embody(const Parameters& parameters);
  Result<Answer> drive(const Parameters& parameters);
  Result<Answer> show(const Parameters& parameters);
  Result<Answer> leave(const Parameters& parameters);

  /// The bench has become another board.
  void rewired() { embodiments_.rewired(); }

 private:
  Commands& commands_;
  Embodiments embodiments_;
};

}  // namespace pinbridge::api
