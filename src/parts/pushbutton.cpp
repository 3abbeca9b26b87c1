#include "parts/pushbutton.hpp"

#include "parts/bouncer.hpp"
#include "parts/switch_control.hpp"

namespace pinbridge {
namespace {

constexpr std::string_view kPressed = "pressed";

class Pushbutton : public Part {
 public:
  explicit Pushbutton(BounceSettings settings)
      : bouncer_(settings, [this](bool closed) { host().set_contact(0, closed); }) {}

  Layout layout() const override {
    const PinIndex left1{0};
    const PinIndex right1{1};
    const PinIndex left2{2};
    const PinIndex right2{3};
    return {.pins = {"1.l", "1.r", "2.l", "2.r"},
            .joins = {{left1, right1}, {left2, right2}},
            .contacts = {{left1, left2}}};
  }

  std::vector<ControlState> controls() const override {
    return {{std::string(kPressed), pressed_ ? 1 : 0}};
  }

  Result<void> control(std::string_view name, const ControlValue& value) override {
    if (name != kPressed) return Part::control(name, value);
    const auto pressed = parse_position(name, value);
    if (!pressed) return pressed.error();
    if (*pressed == pressed_) return {};
    pressed_ = *pressed;
    bouncer_.move(pressed_);
    host().state_changed();
    return {};
  }

 protected:
  void placed() override { bouncer_.place(host(), pressed_); }

 private:
  bool pressed_ = false;
  Bouncer bouncer_;
};

}  // namespace

PartType pushbutton_type() {
  PartType type{.name = "wokwi-pushbutton",
                .summary = "Push button: joins sides 1 and 2 while pressed",
                .attributes = BounceSettings::specs(),
                .controls = {{std::string(kPressed), "0 or 1", "1 while the button is held down"}},
                .make = [](Attributes& attributes) {
                  return std::make_unique<Pushbutton>(BounceSettings::from(attributes));
                }};
  for (const char* name : {"color", "label", "key", "xray"})
    type.attributes.push_back({name, "", ""});
  return type;
}

}  // namespace pinbridge
