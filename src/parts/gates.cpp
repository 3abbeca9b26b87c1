#include "parts/gates.hpp"

#include <optional>

namespace pinbridge::parts {
namespace {

struct GateKind {
  const char* name;
  const char* summary;
  std::vector<const char*> inputs;
  /// The output for each state of the inputs, as a number whose lowest bit is the first of them.
  std::string_view truth;
};

class Gate : public Part {
 public:
  explicit Gate(const GateKind& kind) : inputs_(kind.inputs), truth_(kind.truth) {}

  Layout layout() const override {
    Layout layout;
    for (const char* input : inputs_) layout.pins.emplace_back(input, PinRole::input);
    layout.pins.emplace_back("OUT", PinRole::output);
    return layout;
  }

  bool senses() const override { return true; }
  void sensed(PinIndex, Signal) override { update(); }

 protected:
  void placed() override {
    apply();
    if (!is_new_) return;
    moment_.start(host(), Duration::zero(), [this] {
      is_new_ = false;
      update();
    });
  }

 private:
  void update() {
    const auto decided = decide();
    if (!decided && is_new_) return;
    // What is unknown reads as low.
    out_ = strong(decided.value_or(output(inputs_at(Level::high))));
    apply();
  }

  void apply() { host().drive(PinIndex{static_cast<std::uint32_t>(inputs_.size())}, out_); }

  bool output(std::size_t inputs) const { return truth_[inputs] == '1'; }

  /// The inputs at this level, each as its bit.
  std::size_t inputs_at(Level level) const {
    std::size_t bits = 0;
    for (std::uint32_t i = 0; i < inputs_.size(); ++i) {
      if (host().signal(PinIndex{i}).level == level) bits |= std::size_t{1} << i;
    }
    return bits;
  }

  /// The output if it is the same for all values of the unknown inputs.
  std::optional<bool> decide() const {
    const std::size_t high = inputs_at(Level::high);
    const std::size_t low = inputs_at(Level::low);
    for (std::size_t inputs = 0; inputs < truth_.size(); ++inputs) {
      const bool possible = (inputs & low) == 0 && (inputs & high) == high;
      if (possible && output(inputs) != output(high)) return std::nullopt;
    }
    return output(high);
  }

  const std::vector<const char*> inputs_;
  const std::string_view truth_;
  bool is_new_ = true;
  PartTimer moment_;
  Drive out_;
};

}  // namespace

std::vector<PartType> gate_types() {
  const std::vector<const char*> two = {"A", "B"};
  const GateKind kinds[] = {
      {"wokwi-gate-and-2", "AND gate", two, "0001"},
      {"wokwi-gate-nand-2", "NAND gate", two, "1110"},
      {"wokwi-gate-or-2", "OR gate", two, "0111"},
      {"wokwi-gate-nor-2", "NOR gate", two, "1000"},
      {"wokwi-gate-xor-2", "XOR gate", two, "0110"},
      {"wokwi-gate-xnor-2", "XNOR gate", two, "1001"},
      {"wokwi-gate-not", "NOT gate", {"IN"}, "10"},
      {"wokwi-gate-buffer", "Buffer: OUT follows IN", {"IN"}, "01"},
      {"wokwi-mux-2",
       "Multiplexer: OUT is A while SEL is low, else B",
       {"A", "B", "SEL"},
       "01010011"},
  };
  std::vector<PartType> types;
  for (const GateKind& kind : kinds) {
    types.push_back({.name = kind.name, .summary = kind.summary, .make = [kind](Attributes&) {
                       return std::make_unique<Gate>(kind);
                     }});
  }
  return types;
}

}  // namespace pinbridge::parts
