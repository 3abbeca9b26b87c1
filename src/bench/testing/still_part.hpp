#pragma once

#include <utility>

#include "bench/part.hpp"

namespace pinbridge::testing {

/// Pins and what is between them, and nothing that moves.
class StillPart : public Part {
 public:
  explicit StillPart(Layout layout) : layout_(std::move(layout)) {}
  Layout layout() const override { return layout_; }

 private:
  Layout layout_;
};

}  // namespace pinbridge::testing
