#include "mqtt/session.hpp"

#include <algorithm>
#include <functional>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "mqtt/testing/fake_connection.hpp"

namespace pinbridge::mqtt {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Reports a change as soon as it is on a board.
class Lively : public testing::Button {
 protected:
  void placed() override {
    Button::placed();
    host().state_changed();
  }
};

/// The buttons b1 and b2 on a broker, with the edges of b1:a.
class MqttSession : public testing::ApiBenchTest {
 protected:
  void start(bool control = true) {
    Session::Options options{.status = {"panel", "4f", control, {"b1:a"}, ""},
                             .edges = {.all = false, .pins = {"b1:a"}},
                             .utc = [](Time) { return std::chrono::system_clock::time_point{}; },
                             .discovery = "",
                             .broker = "mqtt://broker",
                             .seed = 1};
    session_ = std::make_unique<Session>(*commands_, connection_, Topics("lab", "panel"),
                                         std::move(options));
    session_->start();
  }
  void start_and_open(bool control = true) {
    start(control);
    session_->opened();
    drain();
  }

  /// The broker takes all messages, also those that follow. Returns them.
  std::vector<Message> drain() {
    std::vector<Message> all;
    while (!connection_.published.empty()) {
      const auto sent = std::exchange(connection_.published, {});
      for (const auto& one : sent) {
        all.push_back(one.message);
        session_->acknowledged(one.id, {});
      }
    }
    return all;
  }
  /// A round trip: the broker takes what was on its way before `meanwhile`. Returns that.
  std::vector<Message> round_trip(const std::function<void()>& meanwhile) {
    const auto sent = std::exchange(connection_.published, {});
    meanwhile();
    std::vector<Message> taken;
    taken.reserve(sent.size());
    for (const auto& one : sent) {
      taken.push_back(one.message);
      session_->acknowledged(one.id, {});
    }
    return taken;
  }
  /// The same after a time in which frames are due.
  std::vector<Message> drain_after(Duration time) {
    advance(time);
    return drain();
  }

  static std::vector<std::string> topics_of(const std::vector<Message>& messages) {
    std::vector<std::string> topics;
    topics.reserve(messages.size());
    for (const Message& message : messages) topics.push_back(message.topic);
    return topics;
  }
  static json::value payload_of(const std::vector<Message>& messages, const std::string& topic) {
    const auto found = std::ranges::find(messages, topic, &Message::topic);
    return found == messages.end() ? json::value() : json::parse(found->payload);
  }
  void press(bool pressed, const std::string& part = "b1") {
    ASSERT_TRUE(commands_->control(part, "pressed", pressed ? 1 : 0));
  }
  std::vector<std::string> edges_of(const std::vector<Message>& messages) {
    std::vector<std::string> edges;
    for (const Message& message : messages) {
      if (message.topic != "lab/panel/edges") continue;
      const auto value = json::parse(message.payload);
      auto number = value.at("first").to_number<std::uint64_t>();
      for (const auto& edge : value.at("edges").get_array()) {
        edges.push_back(fmt::format("{} {} {}", number++,
                                    std::string_view(edge.at("pin").get_string()),
                                    std::string_view(edge.at("state").get_string())));
      }
    }
    return edges;
  }

  testing::FakeConnection connection_;
  std::unique_ptr<Session> session_;
};

TEST_F(MqttSession, PublishesAllStatesAndThenThatTheBenchIsOnline) {
  start();
  EXPECT_EQ(connection_.attempts, 1);
  EXPECT_THAT(connection_.published, IsEmpty());
  session_->opened();
  const auto messages = drain();
  EXPECT_THAT(topics_of(messages),
              ElementsAre("lab/panel/pin/b1/a", "lab/panel/pin/b1/b", "lab/panel/pin/b2/a",
                          "lab/panel/pin/b2/b", "lab/panel/part/b1", "lab/panel/part/b2",
                          "lab/panel/status"));
  EXPECT_TRUE(std::ranges::all_of(messages, &Message::retain));
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b1/a").at("state"), "high");
  EXPECT_EQ(payload_of(messages, "lab/panel/part/b1").at("controls").at("pressed"), 0);
  EXPECT_EQ(payload_of(messages, "lab/panel/status").at("state"), "online");
  EXPECT_EQ(payload_of(messages, "lab/panel/status").at("board"), "panel");
}

TEST_F(MqttSession, SendsEdgesInTheirTurnWithTheirNumbers) {
  start_and_open();
  press(true);
  press(false);
  press(true);
  const auto messages = drain_after(Duration::zero());
  EXPECT_THAT(edges_of(messages), ElementsAre("1 b1:a low", "2 b1:a high", "3 b1:a low"));
}

TEST_F(MqttSession, PublishesAStateOncePerFrameWithItsLastValue) {
  start_and_open();
  advance(seconds(1));
  for (int i = 0; i < 1000; ++i) press(i % 2 == 0);
  advance(Duration::zero());
  std::vector<Message> messages = drain();
  EXPECT_EQ(std::ranges::count(topics_of(messages), "lab/panel/pin/b1/a"), 1);
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b1/a").at("state"), "high");
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b1/a").at("edges"), 1000);
  press(true);
  EXPECT_THAT(topics_of(drain_after(milliseconds(49))), Not(Contains("lab/panel/pin/b1/a")));
  EXPECT_THAT(topics_of(drain_after(milliseconds(1))), Contains("lab/panel/pin/b1/a"));
}

TEST_F(MqttSession, KeepsABoundedNumberOfMessagesOnTheirWay) {
  start_and_open();
  for (int i = 0; i < 10'000; ++i) {
    press(i % 2 == 0);
    advance(milliseconds(60));
  }
  EXPECT_EQ(connection_.published.size(), Session::kWindow);
  const auto edges = edges_of(drain());
  ASSERT_EQ(edges.size(), 10'000U);
  EXPECT_EQ(edges.front(), "1 b1:a low");
  EXPECT_EQ(edges.back(), "10000 b1:a high");
}

TEST_F(MqttSession, ReportsEdgesThatWereDroppedWhileTheBrokerWasAway) {
  start_and_open();
  session_->closed({"gone"});
  for (std::size_t i = 0; i < EdgeStream::kMostWaiting + 500; ++i) press(i % 2 == 0);
  session_->opened();
  const auto messages = drain();
  EXPECT_EQ(payload_of(messages, "lab/panel/edges").at("missed"), 500);
  EXPECT_EQ(payload_of(messages, "lab/panel/edges").at("first"), 501);
  EXPECT_EQ(edges_of(messages).size(), EdgeStream::kMostWaiting);
}

TEST_F(MqttSession, SendsEdgesAgainThatWereNotAcknowledged) {
  start_and_open();
  press(true);
  advance(milliseconds(60));
  press(false);
  advance(milliseconds(60));
  ASSERT_FALSE(connection_.published.empty());
  connection_.published.clear();
  session_->closed({"gone"});
  press(true);
  advance(seconds(60));
  EXPECT_EQ(connection_.attempts, 2);
  session_->opened();
  EXPECT_THAT(edges_of(drain()), ElementsAre("1 b1:a low", "2 b1:a high", "3 b1:a low"));
}

TEST_F(MqttSession, SendsThemAgainInOrderAfterSeveralLostConnections) {
  start_and_open();
  for (int i = 0; i < 5; ++i) {
    press(i % 2 == 0);
    advance(milliseconds(60));
    connection_.published.clear();
    session_->closed({"gone"});
    session_->opened();
  }
  EXPECT_THAT(edges_of(drain()),
              ElementsAre("1 b1:a low", "2 b1:a high", "3 b1:a low", "4 b1:a high", "5 b1:a low"));
}

TEST_F(MqttSession, PublishesAllStatesAgainAfterEachConnection) {
  start_and_open();
  session_->closed({"gone"});
  press(true);
  session_->opened();
  const auto messages = drain();
  EXPECT_EQ(messages.size(), 8U);
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b1/a").at("state"), "low");
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
}

TEST_F(MqttSession, IsOnlineWhileMoreStatesChangeThanItSends) {
  constexpr int kParts = 20;
  rewire(kParts);
  start();
  session_->opened();
  bool online = false;
  for (int i = 0; i < 10 && !online; ++i) {
    const auto taken = round_trip([&] {
      for (int part = 1; part <= kParts; ++part) press(i % 2 == 0, fmt::format("b{}", part));
      advance(Session::kFrame);
    });
    online = std::ranges::count(topics_of(taken), "lab/panel/status") > 0;
  }
  EXPECT_TRUE(online);
}

TEST_F(MqttSession, IsOnlineBeforeAllEdgesOfALongAbsenceAreSent) {
  start_and_open();
  session_->closed({"gone"});
  for (std::size_t i = 0; i < Session::kWindow * EdgeStream::kMostInBatch; ++i) press(i % 2 == 0);
  session_->opened();
  std::vector<Message> on_their_way;
  on_their_way.reserve(connection_.published.size());
  for (const auto& sent : connection_.published) on_their_way.push_back(sent.message);
  EXPECT_EQ(payload_of(on_their_way, "lab/panel/status").at("state"), "online");
}

TEST_F(MqttSession, WaitsLongerAfterEachAttempt) {
  start();
  for (int i = 0; i < 12; ++i) {
    session_->closed({"refused"});
    advance(Backoff::kLongest);
  }
  EXPECT_EQ(connection_.attempts, 13);
  session_->closed({"refused"});
  advance(Backoff::kLongest / 2 - Duration(1));
  EXPECT_EQ(connection_.attempts, 13);
}

TEST_F(MqttSession, StaysAwayOnceAnotherBenchHasItsName) {
  start_and_open();
  session_->closed({.reason = "taken over", .replaced = true});
  advance(std::chrono::hours(1));
  EXPECT_EQ(connection_.attempts, 1);
}

TEST_F(MqttSession, DoesWhatCommandsSay) {
  start_and_open();
  EXPECT_THAT(connection_.subscriptions, Contains("lab/panel/pin/+/+/set"));
  session_->received({"lab/panel/pin/b1/a/set", "0"});
  EXPECT_EQ(bench_->state(*bench_->pins().find("b1:a")).level, Level::low);
  session_->received({"lab/panel/part/b1/control/pressed/set", "true"});
  EXPECT_EQ(bench_->part(PartId{0}).controls().front().value, ControlValue(1));
  session_->received({"lab/panel/part/b2/control/pressed/press", "200ms"});
  EXPECT_EQ(bench_->part(PartId{1}).controls().front().value, ControlValue(1));
  const auto messages = drain_after(milliseconds(200));
  EXPECT_EQ(bench_->part(PartId{1}).controls().front().value, ControlValue(0));
  EXPECT_THAT(topics_of(messages), Not(Contains("lab/panel/errors")));
}

TEST_F(MqttSession, DoesNothingWithoutControl) {
  start_and_open(false);
  EXPECT_THAT(connection_.subscriptions, IsEmpty());
  session_->received({"lab/panel/pin/b1/a/set", "0"});
  EXPECT_EQ(bench_->state(*bench_->pins().find("b1:a")).level, Level::high);
}

TEST_F(MqttSession, AnswersWrongCommandsAndChangesNothing) {
  start_and_open();
  const auto error_of = [&](const Message& message) {
    advance(seconds(10));
    session_->received(message);
    return std::string(payload_of(drain(), "lab/panel/errors").at("message").get_string());
  };
  EXPECT_THAT(error_of({"lab/panel/pin/b1/a/set", "purple"}), HasSubstr("\"purple\""));
  EXPECT_THAT(error_of({"lab/panel/pin/b1/c/set", "1"}), HasSubstr("no pin \"b1:c\""));
  EXPECT_THAT(error_of({"lab/panel/part/b9/control/pressed/set", "1"}), HasSubstr("\"b9\""));
  EXPECT_THAT(error_of({"lab/panel/part/b1/control/x/set", "1"}), HasSubstr("\"x\""));
  EXPECT_THAT(error_of({"lab/panel/pin/b1/a/set", "0", true}), HasSubstr("retain"));
  EXPECT_THAT(error_of({"lab/panel/x", "0"}), HasSubstr("not the topic of a command"));
  EXPECT_EQ(bench_->state(*bench_->pins().find("b1:a")).level, Level::high);
  EXPECT_EQ(bench_->part(PartId{0}).controls().front().value, ControlValue(0));
}

TEST_F(MqttSession, AnswersAFloodOfWrongCommandsAtABoundedRate) {
  start_and_open();
  std::vector<Message> messages;
  for (int i = 0; i < 10'000; ++i) {
    session_->received({"lab/panel/x", "0"});
    for (auto& message : drain_after(milliseconds(1))) messages.push_back(std::move(message));
  }
  const auto answers = std::ranges::count(topics_of(messages), "lab/panel/errors");
  EXPECT_GE(answers, 60);
  EXPECT_LE(answers, 71);
  EXPECT_THAT(messages.back().payload, HasSubstr("suppressed"));
}

TEST_F(MqttSession, CountsEdgesThatTheBrokerRefusesAsMissed) {
  start_and_open();
  press(true);
  advance(Duration::zero());
  for (const auto& sent : std::exchange(connection_.published, {})) {
    session_->acknowledged(sent.id, make_error(ErrorCode::unsupported, "Not authorized"));
  }
  // Not again and again: what is refused once may be refused always.
  EXPECT_THAT(connection_.published, IsEmpty());
  press(false);
  const auto messages = drain_after(Duration::zero());
  EXPECT_THAT(edges_of(messages), ElementsAre("2 b1:a high"));
  EXPECT_EQ(payload_of(messages, "lab/panel/edges").at("missed"), 1);
}

TEST_F(MqttSession, ReportsThatTheBenchIsOfflineAfterItsLastEdges) {
  start_and_open();
  press(true);
  bool done = false;
  session_->finish([&] { done = true; });
  const auto messages = drain();
  EXPECT_THAT(edges_of(messages), ElementsAre("1 b1:a low"));
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
  EXPECT_EQ(json::parse(messages.back().payload).at("state"), "offline");
  EXPECT_EQ(connection_.disconnects, 1);
  EXPECT_FALSE(done);
  session_->closed({"disconnected"});
  EXPECT_TRUE(done);
  advance(seconds(60));
  EXPECT_EQ(connection_.attempts, 1);
}

TEST_F(MqttSession, EndsWhilePartsKeepChanging) {
  start_and_open();
  session_->finish([] {});
  std::vector<Message> messages;
  for (int i = 0; i < 10 && connection_.disconnects == 0; ++i) {
    for (auto& message : round_trip([&] {
           press(i % 2 == 0);
           advance(Session::kFrame);
         })) {
      messages.push_back(std::move(message));
    }
  }
  EXPECT_EQ(connection_.disconnects, 1);
  ASSERT_THAT(messages, Not(IsEmpty()));
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
}

TEST_F(MqttSession, EndsWhileEdgesComeFasterThanTheyAreSent) {
  constexpr std::size_t kPerRoundTrip = Session::kWindow * EdgeStream::kMostInBatch;
  start_and_open();
  session_->closed({"gone"});
  for (std::size_t i = 0; i < 2 * kPerRoundTrip; ++i) press(i % 2 == 0);
  session_->opened();
  session_->finish([] {});
  std::vector<Message> messages;
  for (int i = 0; i < 10 && connection_.disconnects == 0; ++i) {
    for (auto& message : round_trip([&] {
           for (std::size_t k = 0; k < kPerRoundTrip; ++k) press(k % 2 == 0);
           advance(Session::kFrame);
         })) {
      messages.push_back(std::move(message));
    }
  }
  EXPECT_EQ(connection_.disconnects, 1);
  EXPECT_GE(edges_of(messages).size(), 2 * kPerRoundTrip);
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
  EXPECT_EQ(json::parse(messages.back().payload).at("state"), "offline");
}

TEST_F(MqttSession, EndsAtOnceWithoutABroker) {
  start();
  bool done = false;
  session_->finish([&] { done = true; });
  EXPECT_TRUE(done);
}

TEST_F(MqttSession, RemovesTheStatesOfPartsThatAreNoLongerOnTheBoard) {
  start_and_open();
  advance(seconds(1));
  std::vector<PartInstance> parts;
  parts.push_back({"b1", "button", std::make_unique<testing::Button>()});
  parts.push_back({"b3", "button", std::make_unique<testing::Button>()});
  bench_->rewire(std::move(parts), {});
  const auto messages = drain_after(milliseconds(60));
  for (const char* topic : {"lab/panel/pin/b2/a", "lab/panel/pin/b2/b", "lab/panel/part/b2"}) {
    EXPECT_THAT(messages, Contains(Message{topic, "", true}));
  }
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b3/a").at("state"), "high");
  press(true);
  EXPECT_THAT(edges_of(drain_after(Duration::zero())), ElementsAre("1 b1:a low"));
}

TEST_F(MqttSession, RemovesStatesAgainWhoseRemovalTheBrokerDidNotAcknowledge) {
  start_and_open();
  advance(seconds(1));
  rewire(1);
  advance(milliseconds(60));
  connection_.published.clear();
  session_->closed({"gone"});
  session_->opened();
  // The status and the states of b1 are not acknowledged either, and exist.
  connection_.published.clear();
  session_->closed({"gone"});
  session_->opened();
  const auto messages = drain();
  for (const char* topic : {"lab/panel/pin/b2/a", "lab/panel/pin/b2/b", "lab/panel/part/b2"}) {
    EXPECT_THAT(messages, Contains(Message{topic, "", true}));
  }
  EXPECT_EQ(std::ranges::count(messages, "", &Message::payload), 3);
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
}

TEST_F(MqttSession, SendsAStateAgainThatTheBrokerRefusedForNow) {
  start_and_open();
  advance(seconds(1));
  press(true);
  advance(Duration::zero());
  for (const auto& sent : std::exchange(connection_.published, {})) {
    const bool for_now = sent.message.topic == "lab/panel/pin/b1/a";
    session_->acknowledged(
        sent.id, make_error(for_now ? ErrorCode::busy : ErrorCode::unsupported, "refused"));
  }
  EXPECT_THAT(drain_after(Session::kRetryRefused - milliseconds(1)), IsEmpty());
  const auto messages = drain_after(milliseconds(1));
  EXPECT_THAT(topics_of(messages), ElementsAre("lab/panel/pin/b1/a"));
  EXPECT_EQ(payload_of(messages, "lab/panel/pin/b1/a").at("state"), "low");
}

TEST_F(MqttSession, IsOnlineOnceTheBrokerTakesAStatusThatItRefusedForNow) {
  start();
  session_->opened();
  for (const auto& sent : std::exchange(connection_.published, {})) {
    session_->acknowledged(sent.id, make_error(ErrorCode::busy, "Quota exceeded"));
  }
  const auto messages = drain_after(Session::kRetryRefused);
  ASSERT_EQ(messages.size(), 7U);
  EXPECT_EQ(messages.back().topic, "lab/panel/status");
  EXPECT_EQ(json::parse(messages.back().payload).at("state"), "online");
}

TEST_F(MqttSession, FollowsABoardWhosePartsChangeAsTheyArePlaced) {
  start_and_open();
  advance(seconds(1));
  std::vector<PartInstance> parts;
  parts.reserve(100);
  for (int i = 1; i <= 100; ++i) {
    parts.push_back({fmt::format("b{}", i), "button", std::make_unique<Lively>()});
  }
  bench_->rewire(std::move(parts), {});
  const auto messages = drain_after(milliseconds(60));
  EXPECT_THAT(topics_of(messages), Contains("lab/panel/part/b100"));
}

}  // namespace
}  // namespace pinbridge::mqtt
