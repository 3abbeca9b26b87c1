#include "bench/paced_news.hpp"

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "bench/bench.hpp"

namespace pinbridge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Box : public Part {
 public:
  Layout layout() const override { return {.pins = {"A"}}; }
};

class PacedNewsTest : public ::testing::Test, private BenchListener {
 protected:
  PacedNewsTest() { bench_.changes().add(*this); }
  ~PacedNewsTest() override { bench_.changes().remove(*this); }

  void change() { news_.tell(host_); }
  void advance(Duration by) { bench_.begin_turn(bench_.now() + by); }
  std::size_t told() const { return told_; }

  TimerQueue timers_;

 private:
  static std::vector<PartInstance> parts() {
    std::vector<PartInstance> parts;
    parts.push_back({"box", "chip-box", std::make_unique<Box>(), {}});
    return parts;
  }
  void part_changed(PartId /*part*/, Time /*time*/) override { ++told_; }

  Bench bench_{parts(), {}, timers_, 1};
  PartHost host_{bench_, PartId{0}};
  PacedNews news_{milliseconds(50)};
  std::size_t told_ = 0;
};

class Teller : public Part {
 public:
  Layout layout() const override { return {.pins = {"A"}}; }
  void change() { news_.tell(host()); }

 private:
  PacedNews news_{milliseconds(50)};
};

class Notes : public BenchListener {
 public:
  void part_changed(PartId part, Time /*time*/) override { parts.push_back(part); }

  std::vector<PartId> parts;
};

TEST(PacedNewsOfABoard, NamesThePartByItsIdOnTheNewBoard) {
  TimerQueue timers;
  std::vector<PartInstance> parts;
  parts.push_back({"box", "chip-box", std::make_unique<Box>(), {}});
  parts.push_back({"teller", "teller", std::make_unique<Teller>(), {}});
  Bench bench(std::move(parts), {}, timers, 1);
  Notes notes;
  bench.changes().add(notes);
  auto& teller = dynamic_cast<Teller&>(bench.part(PartId{1}));
  teller.change();
  teller.change();
  std::vector<PartInstance> without_box;
  without_box.push_back({"teller", "teller", std::make_unique<Teller>(), {}});
  bench.rewire(std::move(without_box), {});
  bench.begin_turn(bench.now() + milliseconds(50));
  bench.changes().remove(notes);
  ASSERT_EQ(notes.parts.size(), 2U);
  EXPECT_EQ(notes.parts[0], PartId{1});
  EXPECT_EQ(notes.parts[1], PartId{0});
}

TEST_F(PacedNewsTest, TheFirstChangeIsNotifiedAtOnceAndTheLastAlways) {
  change();
  EXPECT_EQ(told(), 1U);
  change();
  change();
  EXPECT_EQ(told(), 1U);
  advance(milliseconds(50));
  EXPECT_EQ(told(), 2U);
  advance(seconds(1));
  EXPECT_EQ(told(), 2U);
}

TEST_F(PacedNewsTest, ContinuousChangesAreNotifiedOnceAWindow) {
  for (int i = 0; i < 1000; ++i) {
    change();
    advance(milliseconds(1));
  }
  EXPECT_EQ(told(), 1U + 20U);
}

TEST_F(PacedNewsTest, WhileNothingChangesNothingRuns) {
  change();
  advance(milliseconds(50));
  EXPECT_EQ(timers_.next_due(), Time::max());
  change();
  EXPECT_EQ(told(), 2U) << "it is quiet: told at once";
}

}  // namespace
}  // namespace pinbridge
