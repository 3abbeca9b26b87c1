#include "bench/net_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/bench.hpp"

namespace pinbridge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Pins set by the test: "p" and "q", with a resistor between them, or a contact.
class Box : public Part {
 public:
  explicit Box(Layout layout, Drive p = kNoDrive) : layout_(std::move(layout)), p_(p) {}
  Layout layout() const override { return layout_; }

 protected:
  void placed() override { host().drive(PinIndex{0}, p_); }

 private:
  Layout layout_;
  Drive p_;
};

const PinIndexPair kPQ{PinIndex{0}, PinIndex{1}};

class NetReportTest : public ::testing::Test {
 protected:
  /// x drives, r is a resistor from x's net to y's, s a switch from y's net to z's.
  NetReportTest() {
    std::vector<PartInstance> parts;
    parts.push_back({"x", "box", std::make_unique<Box>(Layout{.pins = {"p"}}, supply(true))});
    parts.push_back(
        {"r", "box", std::make_unique<Box>(Layout{.pins = {"p", "q"}, .resistors = {kPQ}})});
    parts.push_back({"y", "box", std::make_unique<Box>(Layout{.pins = {"p"}}, pull(false))});
    parts.push_back(
        {"s", "box", std::make_unique<Box>(Layout{.pins = {"p", "q"}, .contacts = {kPQ}})});
    parts.push_back({"z", "box", std::make_unique<Box>(Layout{.pins = {"p"}}, strong(false))});
    const auto place = [](std::uint32_t part, std::uint32_t pin) {
      return PinPlace{PartId{part}, PinIndex{pin}};
    };
    const std::vector<Wire> wires{{place(0, 0), place(1, 0)},
                                  {place(1, 1), place(2, 0)},
                                  {place(2, 0), place(3, 0)},
                                  {place(3, 1), place(4, 0)}};
    bench_ = std::make_unique<Bench>(std::move(parts), wires, timers_, 1);
  }
  std::vector<std::string> drives(std::string_view pin) const {
    std::vector<std::string> texts;
    for (const auto& drive : report_net(*bench_, *bench_->pins().find(pin)).drives) {
      texts.push_back(fmt::format("{} {} {} {}", bench_->pins().name(drive.pin),
                                  to_string(drive.by), to_string(drive.drive.level),
                                  to_string(drive.drive.strength)));
    }
    return texts;
  }
  std::vector<std::string> pins(std::string_view pin) const {
    std::vector<std::string> names;
    for (const PinId each : report_net(*bench_, *bench_->pins().find(pin)).pins) {
      names.push_back(bench_->pins().name(each));
    }
    return names;
  }

  TimerQueue timers_;
  std::unique_ptr<Bench> bench_;
};

TEST_F(NetReportTest, NamesPullsAndWhatAResistorPassesOn) {
  EXPECT_THAT(pins("y:p"), ElementsAre("r:q", "y:p", "s:p"));
  EXPECT_THAT(drives("y:p"), ElementsAre("y:p part low pull", "r:q resistor high pull"));
}

TEST_F(NetReportTest, AClosedContactBringsWhatIsBehindIt) {
  bench_->set_contact(PartId{3}, 0, true);
  EXPECT_THAT(pins("y:p"), ElementsAre("r:q", "y:p", "s:p", "s:q", "z:p"));
  EXPECT_THAT(drives("z:p"),
              ElementsAre("y:p part low pull", "z:p part low strong", "r:q resistor high pull"));
}

TEST_F(NetReportTest, DistinguishesOverridesFromPartsAndASupplyFromItsLoad) {
  bench_->drive_by_hand(*bench_->pins().find("s:p"), strong(true));
  EXPECT_THAT(drives("s:p"),
              ElementsAre("y:p part low pull", "s:p hand high strong", "r:q resistor high pull"));
  // The override reaches the supply through the resistor, as a pull.
  EXPECT_THAT(drives("x:p"), ElementsAre("x:p part high supply", "r:p resistor high pull"));
  EXPECT_THAT(drives("z:p"), ElementsAre("z:p part low strong"));
}

}  // namespace
}  // namespace pinbridge
