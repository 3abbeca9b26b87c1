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

/// A part that the file of a board describes to people: clients that draw it know nothing of its
/// type.
class DescribedPart {
 public:
  virtual ~DescribedPart() = default;

  /// What it is called; may be empty.
  virtual std::string title() const = 0;
  virtual std::vector<ControlRange> ranges() const = 0;
};

}  // namespace pinbridge
