#include <bitset>
#include <random>

#include "parts/testing/part_bench.hpp"

namespace pinbridge::parts {
namespace {

using testing::PartBench;

/// One 74HC595, or a chain of them on the same clocks: sr1 is the first.
class Chain {
 public:
  explicit Chain(int count, std::vector<PartBench::Connection> wires = {},
                 std::vector<PartBench::Item> items = {})
      : count_(count),
        bench_(with_chips(count, std::move(items)), with_wires(count, std::move(wires))) {
    for (const char* pin : {"DS", "SHCP", "STCP"}) set(pin, false);
  }

  void set(const std::string& pin, bool high) { set(pin, strong(high)); }
  void set(const std::string& pin, Drive drive) { bench_.drive("sr1:" + pin, drive); }
  void pulse(const std::string& pin) {
    set(pin, true);
    set(pin, false);
  }
  void shift(std::string_view bits) {
    for (const char bit : bits) {
      set("DS", bit == '1');
      pulse("SHCP");
    }
  }

  /// What is put out, Q7 of the last chip first: 0, 1 or - for high-impedance.
  std::string outputs() {
    std::string all;
    for (int chip = count_; chip >= 1; --chip) {
      for (int stage = 7; stage >= 0; --stage) {
        all += symbol(bench_.level(fmt::format("sr{}:Q{}", chip, stage)));
      }
    }
    return all;
  }
  char serial_out() { return symbol(bench_.level(fmt::format("sr{}:Q7S", count_))); }
  PartBench& bench() { return bench_; }

 private:
  static char symbol(Level level) {
    return level == Level::high ? '1' : level == Level::low ? '0' : '-';
  }
  static std::vector<PartBench::Item> with_chips(int count, std::vector<PartBench::Item> items) {
    for (int i = 1; i <= count; ++i) items.push_back({fmt::format("sr{}", i), "wokwi-74hc595", {}});
    return items;
  }
  static std::vector<PartBench::Connection> with_wires(int count,
                                                       std::vector<PartBench::Connection> wires) {
    for (int i = 1; i < count; ++i) {
      wires.emplace_back(fmt::format("sr{}:Q7S", i), fmt::format("sr{}:DS", i + 1));
      for (const char* pin : {"SHCP", "STCP", "OE", "MR"}) {
        wires.emplace_back(fmt::format("sr{}:{}", i, pin), fmt::format("sr{}:{}", i + 1, pin));
      }
    }
    return wires;
  }

  int count_;
  PartBench bench_;
};

TEST(Hc595, ShowsWhatWasShiftedInWhenItIsStored) {
  Chain chain(1);
  EXPECT_EQ(chain.outputs(), "00000000");
  chain.shift("10110001");
  EXPECT_EQ(chain.outputs(), "00000000") << "not before STCP rises";
  chain.set("STCP", true);
  EXPECT_EQ(chain.outputs(), "10110001");
  chain.set("STCP", false);
  EXPECT_EQ(chain.outputs(), "10110001");
}

TEST(Hc595, ShiftsWhenItsClockRisesAndNotWhenItFalls) {
  Chain chain(1);
  chain.set("DS", true);
  chain.set("SHCP", true);
  chain.set("DS", false);
  chain.set("SHCP", false);
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "00000001");
}

TEST(Hc595, AClockThatFloatsMakesNoEdge) {
  Chain chain(1);
  chain.set("DS", true);
  chain.set("SHCP", true);
  chain.set("SHCP", kNoDrive);
  chain.set("SHCP", true);
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "00000001");
}

TEST(Hc595, DataThatFloatReadLow) {
  Chain chain(1);
  chain.set("DS", kNoDrive);
  chain.pulse("SHCP");
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "00000000");
}

TEST(Hc595, OutputEnableTakesTheOutputsOffAndKeepsWhatIsStored) {
  Chain chain(1);
  chain.shift("11110000");
  chain.pulse("STCP");
  chain.set("OE", true);
  EXPECT_EQ(chain.outputs(), "--------");
  EXPECT_EQ(chain.serial_out(), '1') << "OE does not affect the serial output";
  chain.set("OE", false);
  EXPECT_EQ(chain.outputs(), "11110000");
}

TEST(Hc595, AResistorToVccBlanksTheOutputsUntilOutputEnableIsDriven) {
  Chain chain(1, {{"sr1:OE", "r:1"}, {"r:2", "vcc:VCC"}},
              {{"r", "wokwi-resistor", {}}, {"vcc", "wokwi-vcc", {}}});
  EXPECT_EQ(chain.bench().level("sr1:OE"), Level::high);
  EXPECT_EQ(chain.outputs(), "--------");
  chain.set("OE", false);
  EXPECT_EQ(chain.outputs(), "00000000");
}

TEST(Hc595, MasterResetClearsTheStagesAndNotWhatIsStored) {
  Chain chain(1);
  chain.shift("11111111");
  chain.pulse("STCP");
  chain.set("MR", false);
  EXPECT_EQ(chain.outputs(), "11111111");
  EXPECT_EQ(chain.serial_out(), '0');
  chain.shift("1");
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "00000000") << "it does not shift while it is held in reset";
  chain.set("MR", kNoDrive);
  chain.shift("1");
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "00000001");
}

TEST(Hc595, BothClocksOnOneWireStoreOnePulseBehind) {
  Chain chain(1, {{"sr1:SHCP", "sr1:STCP"}});
  chain.set("STCP", kNoDrive);
  chain.shift("1");
  EXPECT_EQ(chain.outputs(), "00000000");
  chain.shift("0");
  EXPECT_EQ(chain.outputs(), "00000001");
  chain.shift("0");
  EXPECT_EQ(chain.outputs(), "00000010");
}

TEST(Hc595, ChainsPassOnWhatFallsOutOfTheLastStage) {
  Chain chain(2);
  chain.shift("1100000010101010");
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "1100000010101010");
  EXPECT_EQ(chain.serial_out(), '1');
}

TEST(Hc595, PlacedAgainPutsOutTheSameAndSeesNoEdge) {
  Chain chain(1);
  chain.shift("01100101");
  chain.pulse("STCP");
  chain.set("DS", true);
  chain.set("SHCP", true);
  chain.bench().attach_again("sr1");
  EXPECT_EQ(chain.outputs(), "01100101");
  chain.set("SHCP", false);
  chain.pulse("STCP");
  EXPECT_EQ(chain.outputs(), "11001011");
}

/// Three chips as one register of 24 stages, written down without any of the part's code.
struct Model {
  std::bitset<24> stages;
  std::bitset<24> stored;
  bool shift_clock = false;
  bool storage_clock = false;

  /// 0, 1 or - for each of the inputs, all at once.
  void see(char ds, char shcp, char stcp, char mr) {
    const bool shifts = !shift_clock && shcp == '1';
    const bool stores = !storage_clock && stcp == '1';
    if (shcp != '-') shift_clock = shcp == '1';
    if (stcp != '-') storage_clock = stcp == '1';
    if (stores) stored = stages;
    if (mr == '0') {
      stages.reset();
    } else if (shifts) {
      stages <<= 1;
      stages[0] = ds == '1';
    }
  }
};

TEST(Hc595, AnyStreamDoesToAChainOfThreeWhatItDoesToOneLongRegister) {
  const std::vector<std::string> pins = {"DS", "SHCP", "STCP", "OE", "MR"};
  std::mt19937 random(1);
  const auto below = [&](std::uint32_t bound) {
    return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random);
  };
  for (int run = 0; run < 20; ++run) {
    Chain chain(3);
    Model model;
    std::string at = "000--";
    for (int step = 0; step < 500; ++step) {
      {
        // Mostly one pin moves, sometimes several at the same time; OE and MR are seldom active.
        const Bench::Batch together(chain.bench().bench());
        for (std::uint32_t moves = below(8) == 0 ? 3 : 1; moves > 0; --moves) {
          const std::uint32_t pin = below(16) == 0 ? below(5) : below(3);
          char& symbol = at[pin];
          symbol = below(16) == 0 ? '-' : symbol == '1' ? '0' : '1';
          chain.set(pins[pin], symbol == '-' ? kNoDrive : strong(symbol == '1'));
        }
      }
      model.see(at[0], at[1], at[2], at[4]);
      ASSERT_EQ(chain.outputs(), at[3] == '1' ? std::string(24, '-') : model.stored.to_string())
          << "run " << run << " step " << step << " inputs " << at;
      ASSERT_EQ(chain.serial_out(), model.stages[23] ? '1' : '0');
    }
  }
}

}  // namespace
}  // namespace pinbridge::parts
