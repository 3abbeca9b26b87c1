#include "bench/pin_table.hpp"

#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "bench/testing/still_part.hpp"

namespace pinbridge {
namespace {

PinSpec with_alias(std::string name, std::string alias) {
  PinSpec pin(std::move(name));
  pin.alias = std::move(alias);
  return pin;
}

/// A chip with 1,024 lines, an LED, and a part without pins.
class PinTableTest : public ::testing::Test {
 protected:
  PinTableTest() {
    constexpr int kLines = 1024;
    std::vector<PinSpec> lines;
    lines.reserve(kLines);
    for (int i = 0; i < kLines; ++i) lines.emplace_back(std::to_string(i));
    lines[7].alias = "reset";
    lines[8].alias = "12";
    lines[9].alias = "reset";
    add("vm", std::move(lines));
    add("led", {with_alias("C", "cathode"), "A"});
    add("none", {});
    pins_ = PinTable(parts_, std::vector<Wire>{});
  }
  void add(std::string id, std::vector<PinSpec> pins) {
    parts_.push_back({std::move(id), "still",
                      std::make_unique<testing::StillPart>(Layout{.pins = std::move(pins)})});
  }
  /// The name of the pin that is found by this one.
  std::string found(std::string_view name) const {
    const auto pin = pins_.find(name);
    return pin ? pins_.name(*pin) : "";
  }

  std::vector<PartInstance> parts_;
  PinTable pins_;
};

TEST_F(PinTableTest, FindsEachPinByItsName) {
  for (std::uint32_t i = 0; i < pins_.count(); ++i) {
    EXPECT_EQ(pins_.find(pins_.name(PinId{i})), PinId{i});
  }
}

TEST_F(PinTableTest, FindsPinsByAliasesWhichYieldToNamesAndToEarlierOnes) {
  EXPECT_EQ(found("led:cathode"), "led:C");
  EXPECT_EQ(found("vm:12"), "vm:12");
  EXPECT_EQ(found("vm:reset"), "vm:7");
}

TEST_F(PinTableTest, FindsNoPinByAnotherText) {
  for (const char* name : {"", ":", "vm", "vm:", "vm:1024", "vm:00", "led:a", "led:reset", "led:A ",
                           "none:A", "other:A", ":A", "led:A:A"}) {
    EXPECT_EQ(found(name), "") << name;
  }
}

}  // namespace
}  // namespace pinbridge
