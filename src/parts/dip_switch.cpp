#include "parts/dip_switch.hpp"

#include "parts/contact_part.hpp"
#include "parts/list_attribute.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint32_t kSwitches = 8;
constexpr std::string_view kValues = "values";

Layout dip_switch_layout() {
  Layout layout;
  for (std::uint32_t i = 0; i < kSwitches; ++i) {
    layout.pins.emplace_back(fmt::format("{}a", i + 1));
    layout.pins.emplace_back(fmt::format("{}b", i + 1));
    layout.contacts.emplace_back(PinIndex{2 * i}, PinIndex{2 * i + 1});
  }
  return layout;
}

std::vector<HandContact> switches_at_first(Attributes& attributes) {
  std::vector<HandContact> switches;
  switches.reserve(kSwitches);
  for (std::uint32_t i = 0; i < kSwitches; ++i) switches.push_back({std::to_string(i + 1)});
  const auto values = list_attribute(attributes, kValues);
  if (!values) return switches;
  if (values->size() != kSwitches) {
    attributes.problem(kValues, fmt::format("it has {} values and takes {}, one a switch",
                                            values->size(), kSwitches));
    return switches;
  }
  for (std::uint32_t i = 0; i < kSwitches; ++i) {
    const std::string& value = values->at(i);
    if (value != "0" && value != "1") {
      attributes.problem(kValues, fmt::format("a value must be 0 or 1, not \"{}\"", value));
    }
    switches[i].closed = value == "1";
  }
  return switches;
}

}  // namespace

PartType dip_switch_type() {
  PartType type{.name = "wokwi-dip-switch-8",
                .summary = "Eight switches: each connects its pins a and b while on",
                .attributes = BounceSettings::specs(),
                .make = [](Attributes& attributes) {
                  const auto settings = BounceSettings::from(attributes);
                  return std::make_unique<ContactPart>(dip_switch_layout(),
                                                       switches_at_first(attributes), settings);
                }};
  type.attributes.push_back({std::string(kValues), "all off",
                             "initial positions of the switches: a list of eight, 1 is on"});
  for (std::uint32_t i = 1; i <= kSwitches; ++i) {
    type.controls.push_back(
        {std::to_string(i), "0 or 1", fmt::format("1 connects {}a to {}b", i, i)});
  }
  return type;
}

}  // namespace pinbridge::parts
