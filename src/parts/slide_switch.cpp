#include "parts/slide_switch.hpp"

#include "parts/bouncer.hpp"
#include "parts/switch_control.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::string_view kValue = "value";

class SlideSwitch : public Part {
 public:
  SlideSwitch(BounceSettings settings, bool right)
      : right_(right),
        left_contact_(settings, [this](bool closed) { host().set_contact(0, closed); }),
        right_contact_(settings, [this](bool closed) { host().set_contact(1, closed); }) {}

  Layout layout() const override {
    const PinIndex left{0};
    const PinIndex common{1};
    const PinIndex right{2};
    return {.pins = {"1", "2", "3"},
            .contacts = {{left, common}, {common, right}},
            .changes_over = true};
  }

  std::vector<ControlState> controls() const override {
    return {{std::string(kValue), right_ ? 1 : 0}};
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != kValue) return Part::control(name, value);
    const auto right = parse_position(name, value);
    if (!right) return right.error();
    if (*right == right_) return {};
    right_ = *right;
    // The opening contact does not bounce; the closing one does.
    (right_ ? left_contact_ : right_contact_).place(host(), false);
    (right_ ? right_contact_ : left_contact_).move(true);
    host().state_changed();
    return {};
  }

 protected:
  void placed() override {
    left_contact_.place(host(), !right_);
    right_contact_.place(host(), right_);
  }

 private:
  bool right_;
  Bouncer left_contact_;
  Bouncer right_contact_;
};

}  // namespace

PartType slide_switch_type() {
  PartType type{.name = "wokwi-slide-switch",
                .summary = "Slide switch: connects 2 to 1 (left) or to 3 (right)",
                .attributes = {{"value", "0", "initial position: \"0\" left, \"1\" right"}},
                .controls = {{std::string(kValue), "0 or 1",
                              "0 is left (2 connected to 1), 1 is right (2 connected to 3)"}},
                .make = [](Attributes& attributes) {
                  const BounceSettings settings = BounceSettings::from(attributes);
                  return std::make_unique<SlideSwitch>(settings, attributes.flag(kValue, false));
                }};
  for (auto& spec : BounceSettings::specs()) type.attributes.push_back(std::move(spec));
  return type;
}

}  // namespace pinbridge::parts
