#pragma once

#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "bench/part.hpp"
#include "parts/lamps.hpp"

namespace pinbridge::parts {

/// The two ends of an LED inside a part.
struct LedEnds {
  PinIndex anode;
  PinIndex cathode;
};

/// An LED of a part is lit while its anode is high and its cathode low, whatever their strengths.
/// An end that floats or is in conflict carries no current.
bool is_led_lit(const PartHost& host, const LedEnds& ends);

/// A part made of LEDs between its pins: a subclass lists them, and shows `lamps()` in its own
/// form.
class LedGroup : public Part {
 public:
  Layout layout() const final;
  bool senses() const override { return true; }
  void settled() override { look(); }
  void sensed(PinIndex, Signal) override { look(); }

 protected:
  explicit LedGroup(const std::vector<LedEnds>& leds)
      : leds_(leds.begin(), leds.end()), lamps_(leds_.size()) {}

  /// The part's layout but for its LEDs.
  virtual Layout outline() const = 0;

  void placed() override;

  /// One for each LED, in their order.
  const Lamps& lamps() const { return lamps_; }

 private:
  void look();

  boost::container::small_vector<LedEnds, 1> leds_;  ///< one is within the part
  Lamps lamps_;
};

}  // namespace pinbridge::parts
