#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bench/embodied_part.hpp"

namespace pinbridge::parts {

/// A part of an unknown type: pins without connections, except that its grounds ("GND", "GND.1",
/// "GND.2") are one node. A program may embody it.
class PlainBox : public EmbodiedPart {
 public:
  explicit PlainBox(std::vector<std::string> pins) : pins_(std::move(pins)) {}
  Layout layout() const override;

 private:
  std::vector<std::string> pins_;
};

}  // namespace pinbridge::parts
