#include "api/memory_budget.hpp"

#include <gtest/gtest.h>

namespace pinbridge::api {
namespace {

struct Client : MemoryBudget::Holder {
  explicit Client(MemoryBudget& budget) : budget_(budget) { budget_.add(*this); }
  ~Client() override { budget_.remove(*this); }
  void hold(std::size_t bytes) { budget_.charge(*this, bytes); }
  void evict() override { evicted = true; }

  bool evicted = false;

 private:
  MemoryBudget& budget_;
};

TEST(MemoryBudget, EvictsTheClientThatHoldsMostWhenAnyExceedsTheSum) {
  MemoryBudget budget(100);
  Client small(budget);
  Client large(budget);
  Client other(budget);
  small.hold(10);
  large.hold(60);
  other.hold(30);
  EXPECT_EQ(budget.used(), 100U);
  EXPECT_FALSE(large.evicted);
  small.hold(11);
  EXPECT_TRUE(large.evicted);
  EXPECT_FALSE(small.evicted || other.evicted);
  EXPECT_EQ(budget.used(), 41U);
}

TEST(MemoryBudget, EvictsTheOnlyClientWhereItAloneExceedsTheSum) {
  MemoryBudget budget(100);
  Client client(budget);
  client.hold(101);
  EXPECT_TRUE(client.evicted);
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryBudget, CountsWhatIsGivenBack) {
  MemoryBudget budget(100);
  Client first(budget);
  {
    Client second(budget);
    first.hold(50);
    second.hold(50);
    first.hold(0);
    EXPECT_EQ(budget.used(), 50U);
  }
  EXPECT_EQ(budget.used(), 0U);
  first.hold(100);
  EXPECT_FALSE(first.evicted);
}

}  // namespace
}  // namespace pinbridge::api
