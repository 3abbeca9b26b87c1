#include "parts/pushbutton.hpp"

#include "parts/contact_part.hpp"

namespace pinbridge::parts {
namespace {

Layout pushbutton_layout() {
  const PinIndex left1{0};
  const PinIndex right1{1};
  const PinIndex left2{2};
  const PinIndex right2{3};
  return {.pins = {"1.l", "1.r", "2.l", "2.r"},
          .joins = {{left1, right1}, {left2, right2}},
          .contacts = {{left1, left2}}};
}

PartType button_type(std::string name, std::string summary) {
  PartType type{.name = std::move(name),
                .summary = std::move(summary),
                .attributes = BounceSettings::specs(),
                .controls = {{"pressed", "0 or 1", "1 while the button is held down"}},
                .make = [](Attributes& attributes) {
                  return std::make_unique<ContactPart>(pushbutton_layout(),
                                                       std::vector<HandContact>{{"pressed"}},
                                                       BounceSettings::from(attributes));
                }};
  type.attributes.push_back(
      {"key", "none", "keyboard key that presses it in programs that show the board"});
  type.attributes.push_back({"color", "red", ""});
  type.attributes.push_back({"label", "none", ""});
  type.attributes.push_back({"xray", "0", ""});
  return type;
}

}  // namespace

PartType pushbutton_type() {
  return button_type("wokwi-pushbutton", "Push button: connects sides 1 and 2 while pressed");
}

PartType pushbutton_6mm_type() {
  return button_type("wokwi-pushbutton-6mm",
                     "Push button of 6 mm: connects sides 1 and 2 while pressed");
}

}  // namespace pinbridge::parts
