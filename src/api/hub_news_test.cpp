#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "api/message.hpp"
#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

/// Clients whose session notes how it is woken.
class HubNewsTest : public testing::ApiBenchTest {
 protected:
  struct Woken {
    explicit Woken(Hub& hub)
        : outbox(
              hub.memory(), [] {}, ClientSession::farewell()),
          session(hub, outbox, [this](bool awaited) { calls += awaited ? '!' : '.'; }) {}

    template <class... Names>
    void watch(const Names&... names) {
      session.receive(testing::Client::request("watch", std::string(names)...));
      drop();
    }
    void drop() {
      outbox.begin_send();
      outbox.sent();
    }
    /// The pins of the changes that wait in the outbox, and the names of other notifications.
    std::string pins() {
      std::string found;
      const std::string bytes(outbox.begin_send());
      for (std::size_t offset = 0; offset < bytes.size();) {
        const auto message = msgpack::unpack(bytes.data(), bytes.size(), offset);
        const auto& all = message.get().via.array;
        if (all.size != 3) continue;
        if (all.ptr[1].as<std::string>() != "change") {
          found += '[' + all.ptr[1].as<std::string>() + "] ";
          continue;
        }
        found += find_key(all.ptr[2].via.array.ptr[0], "pin")->as<std::string>() + ' ';
      }
      outbox.sent();
      return found;
    }

    Outbox outbox;
    std::string calls;
    ClientSession session;
  };

  PinId pin(const std::string& name) { return bench_->pins().find(name).value(); }
  /// Low, where a pin is pulled up otherwise.
  void low(const std::string& name) { bench_->drive_by_hand(pin(name), strong(false)); }
  void high(const std::string& name) { bench_->drive_by_hand(pin(name), kNoDrive); }

  Woken one_{*hub_};
  Woken other_{*hub_};
};

TEST_F(HubNewsTest, AChangeIsLeftWithTheHubUntilItsClientsSend) {
  one_.watch("b1:a");
  low("b1:a");
  EXPECT_TRUE(one_.outbox.idle());
  EXPECT_EQ(news_, 1);
  hub_->pass_on_news();
  EXPECT_EQ(one_.calls, ".");
  EXPECT_TRUE(one_.outbox.idle());
  one_.session.catch_up();
  EXPECT_EQ(one_.pins(), "b1:a ");
  one_.session.catch_up();
  EXPECT_EQ(one_.pins(), "");
}

TEST_F(HubNewsTest, OnlyWhoWatchesIsWoken) {
  one_.watch("b1:a");
  other_.watch("b2:a");
  low("b2:a");
  hub_->pass_on_news();
  EXPECT_EQ(one_.calls, "");
  EXPECT_EQ(other_.calls, ".");
  one_.session.catch_up();
  EXPECT_EQ(one_.pins(), "");
}

TEST_F(HubNewsTest, ChangesThatNoClientWatchesAreNotKept) {
  low("b1:a");
  EXPECT_EQ(news_, 0);
  EXPECT_EQ(hub_->news().size(), 0U);
}

TEST_F(HubNewsTest, CallsOnceForAllThatHappensUntilItIsPassedOn) {
  one_.watch("b1:a", "b2:a");
  low("b1:a");
  low("b2:a");
  EXPECT_EQ(news_, 1);
  hub_->pass_on_news();
  high("b1:a");
  EXPECT_EQ(news_, 2);
}

TEST_F(HubNewsTest, EachReceivesWhatItWatchesInOrder) {
  one_.watch("b1:a", "b2:a");
  other_.watch("b1:a");
  low("b1:a");
  low("b2:a");
  high("b2:a");
  high("b1:a");
  one_.session.catch_up();
  other_.session.catch_up();
  EXPECT_EQ(one_.pins(), "b1:a b2:a b2:a b1:a ");
  EXPECT_EQ(other_.pins(), "b1:a b1:a ");
}

TEST_F(HubNewsTest, WhatChangedBeforeAPinIsWatchedOrNoLongerWatchedIsForThatTime) {
  one_.watch("b1:a");
  low("b1:a");
  low("b2:a");
  one_.session.watches().unwatch(std::vector{pin("b1:a")});
  one_.session.watches().watch(std::vector{pin("b2:a")});
  high("b1:a");
  high("b2:a");
  one_.session.catch_up();
  EXPECT_EQ(one_.pins(), "b1:a b2:a ");
}

TEST_F(HubNewsTest, AnAnswerComesAfterTheNewsBeforeIt) {
  one_.watch("b1:a");
  low("b1:a");
  one_.session.send("\xc0");
  const std::string bytes(one_.outbox.begin_send());
  EXPECT_GT(bytes.size(), 1U);
  EXPECT_EQ(bytes.back(), '\xc0');
}

TEST_F(HubNewsTest, AReservedPlaceIsBehindTheNewsBeforeIt) {
  one_.watch("b1:a");
  low("b1:a");
  one_.session.reserve();
  EXPECT_EQ(one_.pins(), "b1:a ");
}

TEST_F(HubNewsTest, OtherClientsNeedNotKeepNewsForOneThatDoesNotSend) {
  one_.watch("b1:a");
  other_.watch("b1:a");
  low("b1:a");
  hub_->pass_on_news();
  one_.session.catch_up();
  EXPECT_EQ(one_.pins(), "b1:a ");
  EXPECT_TRUE(other_.outbox.idle());
  high("b1:a");
  hub_->pass_on_news();
  EXPECT_FALSE(other_.outbox.idle()) << "it has its own copy now";
  hub_->pass_on_news();
  EXPECT_EQ(hub_->news().size(), 0U);
  EXPECT_EQ(other_.pins(), "b1:a b1:a ");
}

TEST_F(HubNewsTest, ALotOfNewsDoesNotWait) {
  one_.watch("b1:a");
  std::size_t most = 0;
  for (int i = 0; i < 40'000; ++i) {
    i % 2 == 0 ? low("b1:a") : high("b1:a");
    most = std::max(most, hub_->news().size());
  }
  EXPECT_GT(most, 1U << 19U);
  EXPECT_LE(most, 1U << 20U);
  EXPECT_GT(one_.outbox.begin_send().size(), 1U << 20U);
}

TEST_F(HubNewsTest, WhatAClientHasAskedForIsAwaitedOnce) {
  one_.watch("b1:a");
  other_.watch("b1:a");
  one_.session.await_news();
  low("b1:a");
  EXPECT_EQ(one_.calls, "!");
  EXPECT_EQ(other_.calls, "");
  high("b1:a");
  EXPECT_EQ(one_.calls, "!");
}

TEST_F(HubNewsTest, NewsThatComesLongAfterARequestIsNotAwaited) {
  one_.watch("b1:a");
  one_.session.await_news();
  advance(Hub::kAwaited + Duration(1));
  low("b1:a");
  EXPECT_EQ(one_.calls, "");
}

TEST_F(HubNewsTest, AtTheEndOfTheBenchClientsHaveAllNews) {
  one_.watch("b1:a");
  low("b1:a");
  hub_->finish();
  high("b1:a");
  EXPECT_EQ(one_.pins(), "b1:a b1:a ");
}

TEST_F(HubNewsTest, AnotherBoardComesAfterTheNewsOfTheOneBefore) {
  one_.watch("b1:a");
  low("b1:a");
  rewire(1);
  EXPECT_EQ(one_.pins(), "b1:a [list] ");
}

}  // namespace
}  // namespace pinbridge::api
