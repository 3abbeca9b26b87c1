#pragma once

#include <string>
#include <vector>

namespace pinbridge {

/// The numbers that a control accepts.
struct ControlRange {
  std::string control;
  double least = 0;
  double most = 0;
  double step = 1;  ///< greater than 0
};

/// A part that describes itself to people: clients that draw it need not know its type.
class DescribedPart {
 public:
  virtual ~DescribedPart() = default;

  /// What it is called; empty if the name of its type says it.
  virtual std::string title() const { return {}; }
  virtual std::vector<ControlRange> ranges() const = 0;
};

}  // namespace pinbridge
