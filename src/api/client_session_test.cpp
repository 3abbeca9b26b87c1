#include "api/client_session.hpp"

#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using std::chrono::milliseconds;
using testing::Button;
using testing::Client;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Setting = std::map<std::string, std::string>;

using ClientSessionTest = testing::ApiBenchTest;

TEST_F(ClientSessionTest, HelloNamesTheServerItsProtocolAndTheBoard) {
  client().call("hello");
  EXPECT_THAT(client().got(),
              ElementsAre(AllOf(HasSubstr(R"([1,7,null,{"server":"pinbridge")"),
                                HasSubstr(R"("protocol":1,"board":"panel","time":5)"))));
}

TEST_F(ClientSessionTest, ListHasEachPartWithItsControlsAndPins) {
  client().call("list");
  EXPECT_THAT(
      client().got(),
      ElementsAre(AllOf(
          HasSubstr(R"({"part":"b1","type":"button","controls":{"pressed":0},"shows":{},"pins":[)"),
          HasSubstr(R"({"pin":"b2:b","label":"","direction":"out","state":"low"})"))));
}

TEST_F(ClientSessionTest, StopsAfterAMessageWhenItIsEnoughAndLeavesTheRest) {
  msgpack::sbuffer buffer;
  for (int i = 0; i < 3; ++i) {
    msgpack::pack(buffer, std::make_tuple(0, i, "hello", std::vector<int>()));
  }
  Outbox outbox(hub_->memory(), [] {}, ClientSession::farewell());
  ClientSession session(*hub_, outbox, [](bool) {});
  std::string_view bytes(buffer.data(), buffer.size());
  session.receive(bytes, [] { return true; });
  EXPECT_EQ(bytes.size(), buffer.size() / 3 * 2);
  outbox.begin_send();
  outbox.sent();
  EXPECT_EQ(hub_->memory().used(), bytes.size());
  int handled = 0;
  session.receive(bytes, [&] { return ++handled == 5; });
  EXPECT_EQ(handled, 2);
  EXPECT_TRUE(bytes.empty());
}

TEST_F(ClientSessionTest, TheRestOfAClientThatEndsIsDropped) {
  Outbox outbox(hub_->memory(), [] {}, ClientSession::farewell());
  ClientSession session(*hub_, outbox, [](bool) {});
  std::string_view bytes("\xc1\x01\x02");
  session.receive(bytes, [] { return true; });
  EXPECT_TRUE(outbox.ended());
  EXPECT_TRUE(bytes.empty());
}

TEST_F(ClientSessionTest, HelloAndListIgnoreParameters) {
  client().call("hello", std::string("surplus"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("server":"pinbridge")")));
  client().call("list", std::string("surplus"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"({"part":"b1","type":"button")")));
}

TEST_F(ClientSessionTest, GetGivesStatesInTheOrderAsked) {
  client().call("get", std::string("b1:b"), std::string("b1:a"));
  EXPECT_THAT(client().got(),
              ElementsAre(R"([1,7,null,[{"pin":"b1:b","direction":"out","state":"low","time":5},)"
                          R"({"pin":"b1:a","direction":"in","state":"high","time":5}]])"));
}

TEST_F(ClientSessionTest, SetHoldsUntilZ) {
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "low"}});
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("state":"low")")));
  advance(milliseconds(1000));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "z"}});
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("state":"high")")));
}

TEST_F(ClientSessionTest, SetThatSomethingStrongerOverrulesNamesIt) {
  bench_->drive(bench_->pins().find("b2:b").value(), supply(true));
  client().call("set", Setting{{"pin", "b2:b"}, {"state", "low"}});
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr(R"("state":"high","time":5,"overruled_by":"b2:b"})")));
  client().call("set", Setting{{"pin", "b2:b"}, {"state", "high"}},
                Setting{{"pin", "b1:b"}, {"state", "high"}});
  EXPECT_THAT(client().got(), ElementsAre(AllOf(HasSubstr(R"("state":"conflict")"),
                                                Not(HasSubstr("overruled_by")))));
}

TEST_F(ClientSessionTest, SetOfSeveralPinsHappensAsAWholeOrNotAtAll) {
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "low"}},
                Setting{{"pin", "b9:a"}, {"state", "low"}});
  EXPECT_THAT(
      client().got(),
      ElementsAre(HasSubstr("there is no pin \\\"b9:a\\\": the board has no part \\\"b9\\\"")));
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "low"}},
                Setting{{"pin", "b2:a"}, {"state", "up"}});
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("\\\"up\\\" is not a state of a pin")));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
}

TEST_F(ClientSessionTest, ATwoFieldMessageDrivesAPinWithoutAnAnswer) {
  // {"pin": "b1:a", "state": 0}, as docs/reference/client-protocol.md shows it
  client().send_bytes(
      "\x82\xa3pin\xa4"
      "b1:a\xa5state" +
      std::string(1, '\0'));
  EXPECT_THAT(client().got(), IsEmpty());
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  client().send_bytes(
      "\x81\xa3pin\xa4"
      "b1:a");
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr(R"([2,"error",[{"code":1,"message":"a setting is)")));
}

TEST_F(ClientSessionTest, MessagesMayComeByteByByte) {
  const std::string bytes =
      "\x82\xa3pin\xa4"
      "b1:a\xa5state\xa3low";
  for (const char byte : bytes) client().send_bytes({&byte, 1});
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
}

TEST_F(ClientSessionTest, WatchGivesASnapshotAndThenEveryChangeInOrder) {
  client().call("watch", std::string("b1:a"));
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "low"}});
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "z"}});
  client().call("set", Setting{{"pin", "b2:a"}, {"state", "low"}});
  EXPECT_THAT(
      client().got(),
      ElementsAre(HasSubstr(R"([1,7,null,[{"pin":"b1:a","direction":"in","state":"high")"),
                  R"([2,"change",[{"pin":"b1:a","direction":"in","state":"low","time":5}]])",
                  HasSubstr("[1,7"),
                  R"([2,"change",[{"pin":"b1:a","direction":"in","state":"high","time":5}]])",
                  HasSubstr("[1,7"), HasSubstr("[1,7")));
  client().call("unwatch", std::string("b1:a"));
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "low"}});
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("[1,7"), HasSubstr("[1,7")));
}

TEST_F(ClientSessionTest, WatchingAllNotifiesOfPartsAndConflictsToo) {
  client().call("watch");
  client().got();
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  EXPECT_THAT(
      client().got(),
      ElementsAre(R"([2,"part",[{"part":"b1","controls":{"pressed":1},"shows":{},"time":5}]])",
                  HasSubstr(R"([2,"change",[{"pin":"b1:a","direction":"in","state":"low")"),
                  R"([1,7,null,{"part":"b1","controls":{"pressed":1},"shows":{},"time":5}])"));
  client().call("set", Setting{{"pin", "b1:a"}, {"state", "1"}});
  EXPECT_THAT(client().got(),
              ::testing::Contains(R"([2,"conflict",[{"pins":["b1:a","b1:b"],"time":5}]])"));
}

TEST_F(ClientSessionTest, AnErrorQuotesInvalidUtf8AsEscapes) {
  client().call("get", "\xff\xfe");
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"(\\xff\\xfe)")));
}

TEST_F(ClientSessionTest, AnotherBoardIsSentAsANewListAndItsPinsAreWatchedAsBefore) {
  auto all = std::make_unique<Client>(*hub_);
  auto one = std::make_unique<Client>(*hub_);
  all->call("watch");
  one->call("watch", std::string("b2:a"));
  all->got();
  one->got();
  std::vector<PartInstance> parts;
  parts.push_back({"b2", "button", std::make_unique<Button>()});
  parts.push_back({"b3", "button", std::make_unique<Button>()});
  bench_->rewire(std::move(parts), {});
  const std::string list = R"([2,"list",[{"parts":[{"part":"b2")";
  EXPECT_THAT(all->got(), ElementsAre(HasSubstr(list)));
  EXPECT_THAT(one->got(), ElementsAre(HasSubstr(list)));
  EXPECT_THAT(client().got(), IsEmpty()) << "it never watched anything";
  client().call("control", std::string("b3"), std::string("pressed"), 1);
  client().call("control", std::string("b2"), std::string("pressed"), 1);
  const auto changes = [](const std::vector<std::string>& messages) {
    return std::ranges::count_if(
        messages, [](const auto& message) { return message.starts_with(R"([2,"change")"); });
  };
  EXPECT_EQ(changes(all->got()), 2) << "a of both";
  EXPECT_EQ(changes(one->got()), 1);
}

TEST_F(ClientSessionTest, AClientThatLeavesIsNotMissed) {
  auto other = std::make_unique<Client>(*hub_);
  other->call("watch");
  other.reset();
  client().call("watch");
  client().call("press", std::string("b1"));
  EXPECT_EQ(client().got().size(), 4U);
}

TEST_F(ClientSessionTest, AnErrorQuotesALongNameInShort) {
  client().call("get", "b1:" + std::string(100'000, 'x'));
  const auto got = client().got();
  ASSERT_EQ(got.size(), 1U);
  EXPECT_THAT(got.front(), HasSubstr("there is no pin"));
  EXPECT_LT(got.front().size(), 2000U);
}

TEST_F(ClientSessionTest, AMessageThatIsNotARequestGetsAnErrorAndTheSessionContinues) {
  for (const std::string bytes :
       {"\x01", "\x90", "\x94\x01\x01\xa1x\x90", "\x93\x02\xa1x\x90", "\xc0"}) {
    client().send_bytes(bytes);
    EXPECT_THAT(client().got(), ElementsAre(HasSubstr("a message is a request")));
  }
  using namespace std::string_literals;
  client().send_bytes("\x94\x00\xff\xa4list\x90"s);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("id must be a non-negative integer")));
  client().send_bytes("\x94\x00\x01\x05\x90"s);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("the method must be a string")));
  client().send_bytes("\x94\x00\x01\xa4list\x05"s);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("the parameters must be an array")));
  client().call("jump");
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr("there is no method \\\"jump\\\"; there are: hello")));
  client().call("control", std::string("b1"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("control takes part, name and value")));
  client().call("get", 5);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("a pin must be a string")));
  client().call("control", std::string("b1"), std::string("pressed"), 1.5);
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr("must be a whole number, a Boolean or a string")));
  EXPECT_FALSE(client().outbox().ended());
}

TEST_F(ClientSessionTest, ARequestWhoseIdIsRefusedHasChangedNothing) {
  using namespace std::string_literals;
  client().send_bytes(
      "\x94\x00\xff\xa3set\x91\x82\xa3pin\xa4"
      "b1:a\xa5state\xa3low"s);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("id must be a non-negative integer")));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
}

TEST_F(ClientSessionTest, BytesThatAreNotMessagePackEndTheSessionWithAWord) {
  client().send_bytes("\xc1\x90");
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("these bytes are not MessagePack")));
  EXPECT_TRUE(client().outbox().finished());
}

TEST_F(ClientSessionTest, MessagesTooLargeOrTooDeepEndTheSessionWithAWord) {
  for (const std::string& bytes :
       {std::string("\xdd\xff\xff\xff\xff"), std::string(20, '\x91'),
        "\xdb" + std::string("\0\x20\0\0", 4) + std::string(3 << 20, 'x')}) {
    SCOPED_TRACE(bytes.substr(0, 5));
    Client hostile(*hub_);
    hostile.send_bytes(bytes);
    EXPECT_THAT(hostile.got(), ElementsAre(HasSubstr("this message is too large or too deep")));
    EXPECT_TRUE(hostile.outbox().ended());
  }
}

TEST_F(ClientSessionTest, AClientThatDoesNotReadIsNotifiedAndDroppedAndOthersReceiveAll) {
  Client slow(*hub_);
  slow.call("watch");
  client().call("watch", std::string("b1:a"));
  client().got();
  std::size_t edges = 0;
  for (int i = 0; i < 200'000 && !slow.outbox().lagged(); ++i) {
    bench_->drive_by_hand(PinId{0}, strong(i % 2 != 0));
    edges += client().got().size();
    if (i > 0) {
      ASSERT_EQ(edges, static_cast<std::size_t>(i) + 1);
    }
  }
  EXPECT_TRUE(slow.outbox().lagged());
  const auto last = slow.got();
  EXPECT_THAT(last.back(),
              HasSubstr(R"([2,"lagged",[{"code":5,"message":"this client reads too slowly)"));
  EXPECT_TRUE(slow.outbox().finished());
}

TEST_F(ClientSessionTest, WhatIsAnnouncedHoldsAsLongAsItsClientIsThere) {
  {
    Client other(*hub_);
    other.call("announce", std::string("vm"), std::string("QEMU 10.0"));
    EXPECT_EQ(commands_->announced("vm"), "QEMU 10.0");
    other.call("announce", std::string("vm2"), std::string("QEMU 7.2"));
    EXPECT_EQ(commands_->announced("vm"), "");
    EXPECT_EQ(commands_->announced("vm2"), "QEMU 7.2");
  }
  EXPECT_EQ(commands_->announced("vm2"), "");
}

TEST_F(ClientSessionTest, OnlyAShortPrintableTextIsAnnounced) {
  for (const std::string& text : {std::string(), std::string(65, 'x'), std::string("a\nb")}) {
    client().call("announce", std::string("vm"), text);
    EXPECT_THAT(client().got(), ElementsAre(HasSubstr("1 to 64 printable characters")));
    client().call("announce", text, std::string("QEMU 10.0"));
    EXPECT_THAT(client().got(), ElementsAre(HasSubstr("1 to 64 printable characters")));
  }
  EXPECT_EQ(commands_->announced("vm"), "");
}

TEST_F(ClientSessionTest, AWaveformIsLoadedAndPlayedAndItsEndIsNotified) {
  client().call("load", std::string("b1:a"), std::make_tuple(0, "low", 1000, "z"));
  EXPECT_THAT(client().got(), ElementsAre("[1,7,null,2]"));
  client().call("play", 2000, 1);
  EXPECT_THAT(client().got(), ElementsAre(R"([1,7,null,{"time":5}])"));
  advance(Duration(0));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::low);
  advance(Duration(2000));
  EXPECT_THAT(client().got(), ElementsAre(R"([2,"played",[{"time":2005}]])"));
  client().call("stop");
  EXPECT_THAT(client().got(), ElementsAre("[1,7,null,null]"));
}

TEST_F(ClientSessionTest, TheEndOfAWaveformIsNotifiedAfterTheReleaseOfItsPins) {
  client().call("watch", std::string("b1:a"));
  client().call("load", std::string("b1:a"), std::make_tuple(0, "low"));
  client().call("play", 1000, 1);
  advance(Duration(0));
  client().got();
  advance(Duration(1000));
  EXPECT_THAT(
      client().got(),
      ElementsAre(HasSubstr(R"([2,"change",[{"pin":"b1:a","direction":"in","state":"high")"),
                  R"([2,"played",[{"time":1005}]])"));
}

TEST_F(ClientSessionTest, AWaveformThatMakesNoSenseIsRefused) {
  client().call("load", std::string("b1:a"), std::make_tuple(0));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("alternating times and states")));
  client().call("load", std::string("b1:a"), std::make_tuple(-1, "low"));
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr("a time must be a non-negative integer, not -1")));
  client().call("play", 1000, 1);
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("no waveform is loaded")));
}

TEST_F(ClientSessionTest, ActionsOfAllClientsAreNotifiedToThoseWhoAsked) {
  Client other(*hub_);
  other.call("control", std::string("b2"), std::string("pressed"), 1);
  client().call("actions");
  client().got();
  other.call("set", Setting{{"pin", "b1:a"}, {"state", "low"}});
  other.call("control", std::string("b2"), std::string("pressed"), 0);
  other.call("press", std::string("b1"), 1000);
  other.call("press", std::string("b9"), 1000);
  advance(milliseconds(1));
  EXPECT_THAT(
      client().got(),
      ElementsAre(
          R"([2,"action",[{"action":"set","pin":"b1:a","state":"low","time":5}]])",
          R"([2,"action",[{"action":"control","part":"b2","control":"pressed","value":0,"time":5}]])",
          R"([2,"action",[{"action":"press","button":"b1","for":1000,"time":5}]])"));
  EXPECT_THAT(other.got(), Not(::testing::Contains(HasSubstr("action"))));
}

}  // namespace
}  // namespace pinbridge::api
