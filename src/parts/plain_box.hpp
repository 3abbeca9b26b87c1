#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/part.hpp"

namespace pinbridge {

/// Pins, and nothing between them: also what a board names and we do not have.
class PlainBox : public Part {
 public:
  explicit PlainBox(std::vector<std::string> pins) : pins_(std::move(pins)) {}
  Layout layout() const override { return {.pins = {pins_.begin(), pins_.end()}}; }

 private:
  std::vector<std::string> pins_;
};

}  // namespace pinbridge
