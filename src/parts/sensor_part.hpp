#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "bench/described_part.hpp"
#include "bench/part.hpp"
#include "parts/decimal_control.hpp"

namespace pinbridge::parts {

/// A part whose controls are the quantities that it measures.
class SensorPart : public Part, public DescribedPart {
 public:
  /// In the order in which clients see them.
  explicit SensorPart(std::vector<DecimalControl> quantities)
      : quantities_(std::move(quantities)) {}

  std::vector<ControlState> controls() const override;
  std::vector<ControlRange> ranges() const override;
  Result<void> control(std::string_view name, const ControlValue& value) override;

 protected:
  const DecimalControl& quantity(std::size_t index) const { return quantities_[index]; }

 private:
  std::vector<DecimalControl> quantities_;
};

}  // namespace pinbridge::parts
