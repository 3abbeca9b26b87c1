#include "parts/flip_flops.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "parts/clock_input.hpp"

namespace pinbridge::parts {
namespace {

struct FlipFlopKind {
  const char* name;
  const char* summary;
  std::vector<std::string> pins;
};

class FlipFlop : public Part {
 public:
  explicit FlipFlop(const FlipFlopKind& kind)
      : pins_(kind.pins),
        clock_pin_(*find("CLK")),
        data_(find("D")),
        set_(find("S")),
        reset_(find("R")),
        out_(*find("Q")),
        inverted_out_(*find("NOTQ")) {}

  Layout layout() const override {
    Layout layout;
    for (const std::string& pin : pins_) {
      const bool output = pin == "Q" || pin == "NOTQ";
      layout.pins.emplace_back(pin, output ? PinRole::output : PinRole::input);
    }
    return layout;
  }

  bool senses() const override { return true; }

  void sensed(PinIndex, Signal) override {
    const bool clocked = clock_.rises_at(host().signal(clock_pin_).level);
    const bool asynchronous = data_.has_value();
    if ((asynchronous || clocked) && is_high(reset_)) {
      state_ = false;
    } else if ((asynchronous || clocked) && is_high(set_)) {
      state_ = true;
    } else if (clocked && data_) {
      state_ = is_high(data_);
    }
    apply();
  }

 protected:
  void placed() override { apply(); }

 private:
  std::optional<PinIndex> find(const char* name) const {
    const auto found = std::find(pins_.begin(), pins_.end(), name);
    if (found == pins_.end()) return std::nullopt;
    return PinIndex{static_cast<std::uint32_t>(std::distance(pins_.begin(), found))};
  }

  bool is_high(std::optional<PinIndex> pin) const {
    return pin && host().signal(*pin).level == Level::high;
  }

  void apply() {
    host().drive(out_, strong(state_));
    host().drive(inverted_out_, strong(!state_));
  }

  const std::vector<std::string> pins_;
  const PinIndex clock_pin_;
  const std::optional<PinIndex> data_;
  const std::optional<PinIndex> set_;
  const std::optional<PinIndex> reset_;
  const PinIndex out_;
  const PinIndex inverted_out_;
  ClockInput clock_;
  bool state_ = false;
};

}  // namespace

std::vector<PartType> flip_flop_types() {
  const FlipFlopKind kinds[] = {
      {"wokwi-flip-flop-d",
       "D flip-flop: Q takes the level of D when CLK rises",
       {"D", "CLK", "Q", "NOTQ"}},
      {"wokwi-flip-flop-dr",
       "D flip-flop with asynchronous reset while R is high",
       {"D", "CLK", "Q", "NOTQ", "R"}},
      {"wokwi-flip-flop-dsr",
       "D flip-flop with asynchronous set (S high) and reset (R high); R takes precedence",
       {"D", "CLK", "Q", "NOTQ", "S", "R"}},
      {"wokwi-flip-flop-sr",
       "SR flip-flop: when CLK rises, S high sets Q and R high resets it",
       {"S", "CLK", "R", "Q", "NOTQ"}},
  };
  std::vector<PartType> types;
  for (const FlipFlopKind& kind : kinds) {
    types.push_back({.name = kind.name, .summary = kind.summary, .make = [kind](Attributes&) {
                       return std::make_unique<FlipFlop>(kind);
                     }});
  }
  return types;
}

}  // namespace pinbridge::parts
