#include "links/chip/virtio_chip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "bench/bench.hpp"

namespace pinbridge::chip {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;

class Notes : public BenchListener {
 public:
  void part_changed(PartId, Time) override { ++changes; }
  int changes = 0;
};

/// A chip of four lines alone on its bench.
class MergedEdgesTest : public ::testing::Test {
 protected:
  MergedEdgesTest() {
    Attributes attributes(std::map<std::string, std::string>{{"lines", "4"}});
    auto made = std::make_unique<VirtioChip>(GpioChipSettings::from(attributes, {}),
                                             VirtioChip::Device{"vm", std::nullopt});
    chip_ = made.get();
    std::vector<PartInstance> parts;
    parts.push_back({"panel", "chip-virtio-gpio", std::move(made)});
    bench_ = std::make_unique<Bench>(std::move(parts), std::vector<Wire>{}, timers_, 1);
    bench_->changes().add(notes_);
  }
  void merge(int line, int times) {
    for (int i = 0; i < times; ++i)
      chip_->edge_merged(LineOffset(static_cast<std::uint16_t>(line)));
  }
  std::int64_t shown() {
    for (const ControlState& state : chip_->shows()) {
      if (state.name == "merged") return std::get<std::int64_t>(state.value);
    }
    return -1;
  }

  std::string shown_text(std::string_view name) {
    for (const ControlState& state : chip_->shows()) {
      if (state.name == name) return to_string(state.value);
    }
    return "nothing";
  }

  testing::LogCapture log_;
  Notes notes_;
  TimerQueue timers_;
  VirtioChip* chip_ = nullptr;
  std::unique_ptr<Bench> bench_;
};

TEST_F(MergedEdgesTest, ShowsHowManyEdgesWereMerged) {
  EXPECT_EQ(shown(), 0);
  merge(2, 3);
  merge(1, 1);
  EXPECT_EQ(shown(), 4);
  EXPECT_EQ(shown_text("merged_by_line"), "2: 3, 1: 1");
}

TEST_F(MergedEdgesTest, NotifiesAndLogsMergedEdgesAtABoundedRate) {
  merge(1, 1);
  merge(2, 1000);
  EXPECT_EQ(notes_.changes, 0);
  bench_->begin_turn(Time(milliseconds(100)));
  EXPECT_EQ(notes_.changes, 1);
  EXPECT_THAT(
      log_.warnings(),
      ElementsAre("panel: 1001 edges were merged with earlier ones, which the guest had not "
                  "taken yet; most at line 2"));
  for (int ms = 200; ms < 10'000; ms += 100) {
    merge(3, 1);
    bench_->begin_turn(Time(milliseconds(ms)));
  }
  EXPECT_EQ(log_.warnings().size(), 1U);
  EXPECT_GT(notes_.changes, 40);
  merge(3, 1);
  bench_->begin_turn(Time(milliseconds(11'000)));
  EXPECT_EQ(log_.warnings("99 edges were merged").size(), 1U) << "all since the last line";
}

TEST(VirtioChip, ASocketAndABusOfItsOwnAreHardware) {
  const auto make = [](std::map<std::string, std::string> given) {
    Attributes attributes(std::move(given));
    auto part = virtio_chip_type().make(attributes);
    EXPECT_TRUE(attributes.problems().empty());
    return part;
  };
  const auto usual = make({});
  const auto own = make({{"socket", "/tmp/gpio.sock"}});
  const auto& chip = dynamic_cast<VirtioChip&>(*usual);
  EXPECT_EQ(chip.given_socket(), "");
  EXPECT_EQ(dynamic_cast<VirtioChip&>(*own).given_socket(), "/tmp/gpio.sock");
  EXPECT_EQ(chip.hardware_change(dynamic_cast<VirtioChip&>(*own)),
            "its socket from \"\" to \"/tmp/gpio.sock\"");
  const auto plugged = make({{"bus", "pcie.1"}});
  EXPECT_EQ(chip.hardware_change(dynamic_cast<VirtioChip&>(*plugged)),
            "its bus from \"\" to \"pcie.1\"");
}

}  // namespace
}  // namespace pinbridge::chip
