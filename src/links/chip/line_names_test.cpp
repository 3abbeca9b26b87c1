#include "links/chip/line_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"
#include "links/chip/virtio_chip.hpp"

namespace pinbridge::chip {
namespace {

using ::testing::ElementsAre;

constexpr PinIndex p(std::uint32_t index) {
  return PinIndex{index};
}

/// Pins 1 to 4; 1 and 2 may be the ends of a resistor.
class Box : public Part {
 public:
  Layout layout() const override { return {.pins = {"1", "2", "3", "4"}}; }
};

TEST(SuggestLineNames, ALineIsCalledLikeThePartItIsWiredTo) {
  const PartType type = virtio_chip_type();
  Attributes attributes(std::map<std::string, std::string>{{"lines", "8"}});
  std::vector<PartInstance> parts;
  parts.push_back({"vm", "chip-virtio-gpio", type.make(attributes)});
  for (const auto& [id, part_type] :
       {std::pair{"button", "wokwi-pushbutton"}, std::pair{"r", "wokwi-resistor"},
        std::pair{"led", "wokwi-led"}, std::pair{"seg", "wokwi-7segment"},
        std::pair{"vcc", "wokwi-vcc"}, std::pair{"caf\xc3\xa9", "wokwi-led"},
        std::pair{"adc", "chip-adc"}, std::pair{"pull", "wokwi-resistor"}}) {
    parts.push_back({id, part_type, std::make_unique<Box>()});
  }
  const auto wire = [](std::uint32_t line, std::uint32_t part, std::uint32_t pin) {
    return Wire{{PartId{0}, p(line)}, {PartId{part}, p(pin)}};
  };
  TimerQueue timers;
  const Bench bench(
      std::move(parts),
      {wire(0, 1, 0), wire(1, 2, 0), Wire{{PartId{2}, p(1)}, {PartId{3}, p(0)}}, wire(2, 4, 0),
       wire(3, 4, 1), wire(4, 8, 0), Wire{{PartId{8}, p(1)}, {PartId{5}, p(0)}},
       Wire{{PartId{5}, p(0)}, {PartId{1}, p(2)}}, wire(5, 6, 0), wire(6, 4, 0), wire(7, 7, 0)},
      timers, 1);
  EXPECT_THAT(suggest_line_names(bench.pins(), PartId{0}),
              ElementsAre("button", "led", "seg:1", "seg:2", "", "", "", "adc"))
      << "what pulls line 4 leads to a supply, not to a part";
}

}  // namespace
}  // namespace pinbridge::chip
