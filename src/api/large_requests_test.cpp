#include <map>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using ::testing::AllOf;
using testing::Client;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr PinId kB1A{0};

/// A part that cannot be listed.
class Failing : public Part {
 public:
  Layout layout() const override { return {}; }
  std::vector<ControlState> shows() const override { throw std::bad_alloc(); }
};

/// Requests in turns that have time for one piece of work each.
class LargeRequestsTest : public testing::ApiBenchTest {
 protected:
  void finish(Client& client) {
    while (client.go_on()) {
    }
  }
  std::string only_message(Client& client) {
    const auto messages = client.got();
    EXPECT_EQ(messages.size(), 1U);
    return messages.empty() ? "" : messages.front();
  }
};

TEST_F(LargeRequestsTest, AreAnsweredInPiecesAsInOne) {
  rewire(20);
  const std::string a = "b1:a";
  const std::string b = "b20:b";
  const std::vector<std::string> requests{
      Client::request("list"),
      Client::request("get"),
      Client::request("get", a, b, a),
      Client::request("watch"),
      Client::request("view"),
      Client::request("net", a),
      Client::request("set", std::map<std::string, std::string>{{"pin", a}, {"state", "0"}}),
      Client::request("unwatch", b)};
  for (const std::string& request : requests) {
    Client at_once(*hub_);
    at_once.send_bytes(request);
    Client in_pieces(*hub_);
    int turns = 1;
    for (bool more = in_pieces.go_on(request); more; more = in_pieces.go_on()) ++turns;
    EXPECT_EQ(only_message(in_pieces), only_message(at_once));
    if (request == requests[0]) {
      EXPECT_GT(turns, 20) << "one a part";
    }
  }
}

TEST_F(LargeRequestsTest, DoNotDelayOtherClients) {
  ASSERT_TRUE(client().begin("list"));
  Client other(*hub_);
  other.call("hello");
  EXPECT_THAT(other.got(), ElementsAre(HasSubstr("pinbridge")));
  EXPECT_THAT(client().got(), IsEmpty());
  finish(client());
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("b2")));
}

TEST_F(LargeRequestsTest, ThoseOfOneClientAreAnsweredInOrder) {
  ASSERT_TRUE(client().begin("list"));
  const std::string next = Client::request("hello");
  std::string_view rest = next;
  while (!rest.empty()) client().session().receive(rest, [] { return true; });
  EXPECT_FALSE(client().session().busy());
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("parts"), HasSubstr("server")));
}

TEST_F(LargeRequestsTest, AGetIsThePictureOfOneMoment) {
  ASSERT_TRUE(client().begin("get"));
  bench_->drive_by_hand(kB1A, strong(false));
  finish(client());
  EXPECT_THAT(only_message(client()),
              AllOf(HasSubstr(R"("pin":"b1:a","direction":"in","state":"high")"),
                    Not(HasSubstr(R"("pin":"b1:a","direction":"in","state":"low")"))));
}

TEST_F(LargeRequestsTest, AChangeAfterAWatchIsNotifiedAfterItsAnswer) {
  ASSERT_TRUE(client().begin("watch"));
  bench_->drive_by_hand(kB1A, strong(false));
  EXPECT_THAT(client().got(), IsEmpty());
  finish(client());
  EXPECT_THAT(client().got(),
              ElementsAre(AllOf(HasSubstr("[1,7,null,"),
                                HasSubstr(R"("pin":"b1:a","direction":"in","state":"high")")),
                          AllOf(HasSubstr(R"([2,"change")"),
                                HasSubstr(R"("pin":"b1:a","direction":"in","state":"low")"))));
}

TEST_F(LargeRequestsTest, ASetTakesEffectAtOnceAfterAllItsPinsWereFound) {
  const auto low = [](const char* pin) {
    return std::map<std::string, std::string>{{"pin", pin}, {"state", "low"}};
  };
  ASSERT_TRUE(client().begin("set", low("b1:a"), low("b2:a")));
  EXPECT_EQ(bench_->state(kB1A).level, Level::high) << "the second is not found yet";
  client().go_on();
  EXPECT_EQ(bench_->state(kB1A).level, Level::low);
  EXPECT_EQ(bench_->state(PinId{2}).level, Level::low);
  bench_->drive_by_hand(kB1A, kNoDrive);
  finish(client());
  EXPECT_THAT(only_message(client()), HasSubstr(R"("pin":"b1:a","direction":"in","state":"low")"))
      << "as it was set";
  client().begin("set", low("b2:a"), low("nix"));
  finish(client());
  EXPECT_THAT(only_message(client()), HasSubstr(R"(is not a pin)"));
}

TEST_F(LargeRequestsTest, ASetOfAClientThatIsDisconnectedMeanwhileHasNoEffect) {
  Outbox outbox(hub_->memory(), [] {}, "", 1);
  ClientSession session(*hub_, outbox, [](bool) {});
  const auto low = [](const char* pin) {
    return std::map<std::string, std::string>{{"pin", pin}, {"state", "low"}};
  };
  const std::string request = Client::request("set", low("b1:a"), low("b2:a"));
  std::string_view bytes = request;
  const auto enough = [] { return true; };
  session.receive(bytes, enough);
  ASSERT_TRUE(session.busy());
  for (int i = 0; i < 2; ++i) outbox.append("x");
  ASSERT_TRUE(outbox.lagged());
  for (int i = 0; i < 5; ++i) session.receive(bytes, enough);
  EXPECT_FALSE(session.busy());
  EXPECT_EQ(bench_->state(kB1A).level, Level::high);
}

TEST_F(LargeRequestsTest, NamesAreFoundOnTheBoardThatIsThereAtTheEnd) {
  ASSERT_TRUE(client().begin("get", std::string("b1:a"), std::string("b2:a")));
  rewire(1);
  finish(client());
  EXPECT_THAT(only_message(client()), HasSubstr("the board has no part"));
}

TEST_F(LargeRequestsTest, AGetOfABoardThatIsReplacedHasItsPins) {
  ASSERT_TRUE(client().begin("get"));
  rewire(1);
  finish(client());
  EXPECT_THAT(only_message(client()), HasSubstr(R"("pin":"b2:b")"));
}

TEST_F(LargeRequestsTest, AListOfABoardThatIsReplacedIsThatOfTheNewOne) {
  ASSERT_TRUE(client().begin("list"));
  client().go_on();
  rewire(3);
  finish(client());
  EXPECT_THAT(only_message(client()),
              AllOf(HasSubstr(R"([1,7,null,{"parts":[{"part":"b1")"), HasSubstr("b3")));
}

TEST_F(LargeRequestsTest, TheListOfALargeNewBoardIsPackedInSlicesBeforeItsChanges) {
  client().call("watch");
  client().got();
  rewire(1000);
  bench_->drive_by_hand(kB1A, strong(false));
  EXPECT_THAT(client().got(), IsEmpty());
  for (int i = 0; i < 10; ++i) advance(std::chrono::milliseconds(1));
  const auto messages = client().got();
  ASSERT_GE(messages.size(), 2U);
  EXPECT_THAT(messages.front(), AllOf(HasSubstr(R"([2,"list")"), HasSubstr("b1000")));
  EXPECT_THAT(messages.back(), HasSubstr(R"([2,"change",[{"pin":"b1:a")"));
}

TEST_F(LargeRequestsTest, AListIsReplacedIfTheBoardChangesAgain) {
  client().call("watch");
  auto gone = std::make_unique<Client>(*hub_);
  gone->call("watch");
  client().got();
  rewire(1000);
  gone.reset();
  rewire(2);
  std::vector<std::string> lists;
  for (const std::string& message : client().got()) {
    if (message.starts_with(R"([2,"list")")) lists.push_back(message);
  }
  EXPECT_THAT(lists, ElementsAre(AllOf(HasSubstr("b2"), Not(HasSubstr("b1000")))));
}

TEST_F(LargeRequestsTest, AListThatFailsDoesNotHoldBackWhatFollows) {
  client().call("watch");
  client().got();
  std::vector<PartInstance> parts;
  for (int i = 1; i <= 300; ++i) {
    parts.push_back({"b" + std::to_string(i), "button", std::make_unique<testing::Button>(), {}});
  }
  parts.push_back({"x", "failing", std::make_unique<Failing>(), {}});
  bench_->rewire(std::move(parts), {});
  EXPECT_THROW(advance(std::chrono::milliseconds(1)), std::bad_alloc);
  bench_->drive_by_hand(kB1A, strong(false));
  EXPECT_THAT(client().got(), Contains(AllOf(HasSubstr(R"([2,"change",[{"pin":"b1:a")"),
                                             HasSubstr(R"("state":"low")"))));
}

TEST_F(LargeRequestsTest, AtTheEndTheListOfALargeNewBoardIsSentAsAWhole) {
  client().call("watch");
  client().got();
  rewire(1000);
  hub_->finish();
  EXPECT_THAT(client().got().front(), HasSubstr("b1000"));
}

TEST_F(LargeRequestsTest, CountTowardsTheMemoryOfTheirClient) {
  rewire(100);
  const std::size_t before = hub_->memory().used();
  ASSERT_TRUE(client().begin("list"));
  for (int i = 0; i < 50; ++i) client().go_on();
  EXPECT_GT(hub_->memory().used(), before + 1000);
  finish(client());
  client().got();
  EXPECT_EQ(hub_->memory().used(), before);
}

TEST_F(LargeRequestsTest, OfAClientThatIsGoneLeaveNothingBehind) {
  auto gone = std::make_unique<Client>(*hub_);
  ASSERT_TRUE(gone->begin("view"));
  gone.reset();
  for (int i = 0; i < 30; ++i) advance(std::chrono::milliseconds(1));
  EXPECT_EQ(timers_.next_due(), Time::max());
}

}  // namespace
}  // namespace pinbridge::api
