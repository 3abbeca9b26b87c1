#include "api/view_feed.hpp"

#include <new>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using std::chrono::milliseconds;
using ::testing::_;
using ::testing::AllOf;
using testing::Button;
using testing::Client;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr PinId kB1A{0};

/// A part that cannot be drawn while `fails`.
class Failing : public Part {
 public:
  explicit Failing(const bool& fails) : fails_(fails) {}
  Layout layout() const override { return {}; }
  std::vector<ControlState> shows() const override {
    if (fails_) throw std::bad_alloc();
    return {};
  }

 private:
  const bool& fails_;
};

/// Numbers of a pin in a frame are [pin, state, direction, edges, high ns, hand].
class ViewFeedTest : public testing::ApiBenchTest {
 protected:
  void toggle(int times) {
    for (int i = 0; i < times; ++i) {
      bench_->drive_by_hand(kB1A, i % 2 == 0 ? strong(false) : kNoDrive);
    }
  }
};

TEST_F(ViewFeedTest, AViewIsTheBoardAsItsFileHasItAndWhatAllPinsAreAt) {
  client().call("view");
  EXPECT_THAT(
      client().got(),
      ElementsAre(AllOf(
          HasSubstr(R"([1,7,null,{"time":5,"diagram":{"board":"panel","parts":[{"part":"b1")"),
          HasSubstr(
              R"("left":10.5,"top":-20,"placed":true,"rotate":0,"hide":false,"attributes":{})"),
          HasSubstr(R"("pins":[{"name":"a","label":""},{"name":"b","label":""}])"),
          HasSubstr(R"({"from":"b1:a","to":"b2:a","color":"green","path":["v10","*"]})"),
          HasSubstr(R"("bounce":{"mode":"parts","longest":0})"),
          HasSubstr(R"("pins":[[1,0,0,0,2],[0,1,0,0,2],[1,0,0,0,2],[0,1,0,0,2]])"))));
}

TEST_F(ViewFeedTest, AViewThatFailsIsBegunAnew) {
  bool fails = true;
  std::vector<PartInstance> parts;
  parts.push_back({"b1", "button", std::make_unique<Button>(), {}});
  parts.push_back({"b2", "failing", std::make_unique<Failing>(fails), {}});
  bench_->rewire(std::move(parts), {});
  EXPECT_THROW(client().call("view"), std::bad_alloc);
  fails = false;
  Client other(*hub_);
  other.call("view");
  EXPECT_THAT(other.got(), ElementsAre(HasSubstr(R"("part":"b2")")));
}

TEST_F(ViewFeedTest, PagesThatOpenTogetherShareAViewAndReceiveWhatChangedSince) {
  client().call("view");
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("time":5,)")));
  advance(milliseconds(100));
  toggle(1);
  Client other(*hub_);
  other.call("view");
  EXPECT_THAT(other.got(), ElementsAre(HasSubstr(R"("time":5,)")));
  advance(Duration(0));
  EXPECT_THAT(other.got(), ElementsAre(HasSubstr(R"("pins":[[0,0,0,1,)")));
  Client third(*hub_);
  third.call("view");
  EXPECT_THAT(third.got(), ElementsAre(HasSubstr(R"("time":5,)")));
  advance(milliseconds(16));
  EXPECT_THAT(third.got(), ElementsAre(HasSubstr(R"("pins":[[0,0,0,1,)"))) << "after a frame";
  advance(ViewFeed::kViewAge - milliseconds(16));
  Client last(*hub_);
  last.call("view");
  EXPECT_THAT(last.got(), ElementsAre(HasSubstr(R"("time":300000005,)")));
}

TEST_F(ViewFeedTest, TheFirstChangeIsSentAtOnceAndLaterOnesOnceAFrame) {
  client().call("view");
  client().got();
  toggle(1);
  advance(Duration(0));
  EXPECT_THAT(client().got(), ElementsAre(R"([2,"levels",[{"time":5,"pins":[[0,0,0,1,0,0]]}]])"));
  advance(milliseconds(1));
  toggle(7);
  advance(milliseconds(14));
  EXPECT_THAT(client().got(), IsEmpty());
  advance(milliseconds(1));
  const auto frame = client().got();
  EXPECT_THAT(frame, ElementsAre(HasSubstr(R"("pins":[[0,0,0,7,)")));
}

TEST_F(ViewFeedTest, APulseWithinAFrameIsSeenByItsEdgesAndItsTime) {
  client().call("view");
  client().got();
  toggle(2);
  advance(milliseconds(1));
  client().got();
  toggle(1);
  advance(milliseconds(3));
  bench_->drive_by_hand(kB1A, kNoDrive);
  advance(milliseconds(40));
  // Low for 3 ms of the 16 ms until the frame: it was high for 1 + 12.
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("[0,1,0,4,13000000,2]")));
}

TEST_F(ViewFeedTest, AQuietBenchSendsNothingAndRunsNothing) {
  client().call("view");
  client().got();
  toggle(1);
  advance(milliseconds(50));
  client().got();
  EXPECT_EQ(timers_.next_due(), Time::max());
}

TEST_F(ViewFeedTest, APageThatDoesNotReadMissesFramesAndNoEdges) {
  client().call("view");
  advance(milliseconds(1));
  for (int i = 0; i < 1000; ++i) {
    toggle(2);
    advance(milliseconds(16));
  }
  const auto first = client().got();
  EXPECT_EQ(first.size(), 1U) << "the answer to view";
  advance(milliseconds(16));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("[0,1,0,2000,")));
}

TEST_F(ViewFeedTest, AtTheEndChangesAreSentToAPageThatDoesNotReadToo) {
  client().call("view");
  advance(milliseconds(1));
  toggle(2);
  advance(milliseconds(40));
  toggle(2);
  hub_->finish();
  EXPECT_THAT(client().got(), ElementsAre(_, HasSubstr("[0,1,0,4,")))
      << "the answer to view, and then";
  advance(milliseconds(40));
  EXPECT_THAT(client().got(), IsEmpty());
}

TEST_F(ViewFeedTest, ASlowPageAndAQuickOneSeeTheSameInTheEnd) {
  Client slow(*hub_);
  slow.call("view");
  client().call("view");
  client().got();
  for (int i = 0; i < 3; ++i) {
    toggle(2);
    advance(milliseconds(16));
    EXPECT_EQ(client().got().size(), 1U);
  }
  slow.got();
  advance(milliseconds(16));
  EXPECT_THAT(slow.got(), ElementsAre(HasSubstr("[0,1,0,6,")));
  EXPECT_THAT(client().got(), IsEmpty());
}

TEST_F(ViewFeedTest, ACaptureIsSentBesideAViewThatChangesEachFrame) {
  client().call("view");
  client().call("capture", std::string("b1:a"));
  client().got();
  for (int i = 0; i < 5; ++i) {
    toggle(2);
    advance(milliseconds(16));
    EXPECT_THAT(client().got(),
                ElementsAre(HasSubstr(R"([2,"levels")"), HasSubstr(R"([2,"edges")")));
  }
}

TEST_F(ViewFeedTest, OverridesControlsBounceAndConflictsAreSent) {
  client().call("view");
  Client other(*hub_);
  other.call("view");
  other.got();
  bench_->drive_by_hand(kB1A, strong(true));
  advance(milliseconds(20));
  EXPECT_THAT(other.got(), ElementsAre(HasSubstr("[0,1,0,0,0,1]"))) << "it was high before";
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  advance(milliseconds(20));
  EXPECT_THAT(other.got(),
              ElementsAre(HasSubstr(R"([2,"levels")"), HasSubstr(R"([2,"part",[{"part":"b1")"),
                          HasSubstr(R"([2,"conflict",[{"pins":["b1:a","b1:b"])")));
  client().call("bounce", std::string("on"), 5'000'000);
  advance(milliseconds(20));
  EXPECT_THAT(other.got(), ElementsAre(R"([2,"bounce",[{"mode":"on","longest":5000000}]])"));
}

TEST_F(ViewFeedTest, AnotherBoardIsAnotherViewAndPinsOfTheSameNameKeepTheirCounts) {
  client().call("view");
  client().got();
  bench_->drive_by_hand(PinId{2}, strong(false));
  std::vector<PartInstance> parts;
  parts.push_back({"b2", "button", std::make_unique<Button>()});
  board::Board board = ApiBenchTest::board();
  board.parts.erase(board.parts.begin());
  commands_->set_board(std::move(board));
  bench_->rewire(std::move(parts), {});
  advance(milliseconds(20));
  EXPECT_THAT(client().got(), ElementsAre(AllOf(HasSubstr(R"([2,"view",[{"time")"),
                                                HasSubstr(R"("pins":[[0,0,1,0,0],[0,1,0,)"))));
  bench_->drive_by_hand(PinId{0}, kNoDrive);
  advance(milliseconds(20));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"([2,"levels")")));
}

TEST_F(ViewFeedTest, AViewIsPackedInPiecesAndWhatChangesMeanwhileFollows) {
  rewire(100);
  client().begin("view");
  client().go_on();
  toggle(1);
  advance(milliseconds(1));
  Client other(*hub_);
  EXPECT_TRUE(other.begin("view")) << "it waits for the same view";
  advance(milliseconds(20));
  EXPECT_THAT(client().got(), IsEmpty()) << "no frame before its view";
  EXPECT_THAT(other.got(), IsEmpty());
  while (client().go_on()) {
  }
  while (other.go_on()) {
  }
  for (Client* each : {&client(), &other}) {
    EXPECT_THAT(each->got(), ElementsAre(HasSubstr(R"([1,7,null,{"time":5,)")));
  }
  advance(milliseconds(20));
  for (Client* each : {&client(), &other}) {
    EXPECT_THAT(each->got(), ElementsAre(HasSubstr(R"([2,"levels",[{"time")")));
  }
}

TEST_F(ViewFeedTest, AViewThatIsBeingPackedBecomesThatOfTheNewBoard) {
  client().begin("view");
  client().go_on();
  rewire(3);
  while (client().go_on()) {
  }
  EXPECT_THAT(client().got(), ElementsAre(AllOf(HasSubstr(R"([1,7,null,)"), HasSubstr("b3"))));
  advance(milliseconds(20));
  EXPECT_THAT(client().got(), Each(Not(HasSubstr(R"([2,"view")")))) << "it has it already";
}

TEST_F(ViewFeedTest, TheViewOfALargeNewBoardIsPackedInSlices) {
  client().call("view");
  client().got();
  rewire(1000);
  advance(milliseconds(0));
  toggle(1);
  advance(milliseconds(1));
  EXPECT_THAT(client().got(), IsEmpty());
  for (int i = 0; i < 50; ++i) advance(milliseconds(1));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"([2,"view",[{"time")")));
  advance(milliseconds(20));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"([2,"levels")")));
}

TEST_F(ViewFeedTest, AtTheEndTheViewOfALargeNewBoardIsSentAsAWhole) {
  client().call("view");
  client().got();
  rewire(1000);
  hub_->finish();
  const auto messages = client().got();
  ASSERT_FALSE(messages.empty());
  EXPECT_THAT(messages.front(), HasSubstr(R"([2,"view",[{"time")"));
}

TEST_F(ViewFeedTest, PagesThatLeaveLeaveNothingBehind) {
  auto page = std::make_unique<Client>(*hub_);
  page->call("view");
  toggle(1);
  page.reset();
  advance(milliseconds(50));
  EXPECT_EQ(timers_.next_due(), Time::max());
  client().call("view");
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("pins":[[0,0,0,0,0)")))
      << "counting began anew";
}

}  // namespace
}  // namespace pinbridge::api
