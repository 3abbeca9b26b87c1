#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/part.hpp"

namespace pinbridge {

/// What a board names and we do not have: pins, and nothing between them, but that its grounds
/// ("GND", "GND.1", "GND.2") are one node.
class PlainBox : public Part {
 public:
  explicit PlainBox(std::vector<std::string> pins) : pins_(std::move(pins)) {}
  Layout layout() const override;

 private:
  std::vector<std::string> pins_;
};

}  // namespace pinbridge
