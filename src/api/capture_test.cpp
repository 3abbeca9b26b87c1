#include "api/capture.hpp"

#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"

namespace pinbridge::api {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::AllOf;
using testing::Button;
using testing::Client;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Receives frames while it is ready.
class Sink : public FrameSink {
 public:
  bool ready() const override { return ready_; }
  void send(std::string_view messages) override {
    const auto message = msgpack::unpack(messages.data(), messages.size());
    const auto& edges = message.get().via.array.ptr[2].via.array.ptr[0].via.map;
    lost += edges.ptr[2].val.as<std::uint64_t>();
    records += edges.ptr[3].val.via.bin.size / 12;
    last.assign(edges.ptr[3].val.via.bin.ptr, edges.ptr[3].val.via.bin.size);
    ++frames;
  }
  void set_ready(bool ready) { ready_ = ready; }

  std::uint64_t lost = 0;
  std::size_t records = 0;
  int frames = 0;
  std::string last;

 private:
  bool ready_ = true;
};

class CaptureTest : public testing::ApiBenchTest {
 protected:
  void toggle(std::size_t times, Duration apart = Duration(1000)) {
    for (std::size_t i = 0; i < times; ++i) {
      bench_->drive_by_hand(PinId{0}, toggled_++ % 2 == 0 ? strong(false) : kNoDrive);
      advance(apart);
    }
  }
  Sink sink_;
  std::size_t toggled_ = 0;
};

TEST_F(CaptureTest, AtTheEndEdgesAreSentToAClientThatDoesNotReadToo) {
  client().call("capture", std::string("b1:a"));
  advance(milliseconds(1));
  toggle(1000);
  hub_->finish();
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr(R"("states")"),
                          AllOf(HasSubstr(R"("edges")"), HasSubstr(R"("lost":0)"))));
  advance(milliseconds(50));
  EXPECT_THAT(client().got(), IsEmpty());
}

TEST_F(CaptureTest, AtTheEndWaitingEdgesAreSentAtOnceAndOnce) {
  Capture capture(*bench_, sink_, {PinId{0}}, 1);
  sink_.set_ready(false);
  toggle(1000);
  EXPECT_EQ(sink_.frames, 0);
  sink_.set_ready(true);
  capture.finish();
  EXPECT_EQ(sink_.records, 1000U);
  capture.finish();
  advance(milliseconds(50));
  EXPECT_EQ(sink_.frames, 1) << "nothing waits any more";
}

TEST_F(CaptureTest, SendsEachEdgeAsARecordOfTwelveBytes) {
  const Capture capture(*bench_, sink_, {PinId{2}, PinId{0}}, 1);
  bench_->drive_by_hand(PinId{0}, strong(false));
  advance(Duration(0));
  using namespace std::string_literals;
  EXPECT_EQ(sink_.last, "\5\0\0\0\0\0\0\0\1\0\0\0"s) << "at 5 ns channel 1 is low, and an input";
  EXPECT_EQ(sink_.lost, 0U);
}

TEST_F(CaptureTest, SendsOnceAFrameAndKeepsAll) {
  const Capture capture(*bench_, sink_, {PinId{0}}, 1);
  toggle(100'000, microseconds(10));
  advance(milliseconds(16));
  EXPECT_EQ(sink_.records, 100'000U);
  EXPECT_LE(sink_.frames, 1000 / 16 + 2);
  EXPECT_EQ(capture.excerpt(Time::min(), Time::max()).edges.size(), 100'000U);
}

TEST_F(CaptureTest, AClientThatDoesNotReadReceivesTheNumberOfSkippedEdgesAndAllAreKept) {
  const Capture capture(*bench_, sink_, {PinId{0}}, 1);
  sink_.set_ready(false);
  const std::size_t count = Capture::kMostWaiting + 1000;
  toggle(count);
  sink_.set_ready(true);
  advance(milliseconds(16));
  EXPECT_EQ(sink_.lost, Capture::kMostWaiting);
  EXPECT_EQ(sink_.records, 1 + 1000U) << "what the channel was at when that began, and the edges";
  EXPECT_EQ(capture.excerpt(Time::min(), Time::max()).edges.size(), count);
}

TEST_F(CaptureTest, KeepsTheLastOnesAndSaysHowManyCameBefore) {
  const Capture capture(*bench_, sink_, {PinId{0}}, 1, 1000);
  toggle(1003);
  const auto all = capture.excerpt(Time::min(), Time::max());
  EXPECT_EQ(all.edges.size(), 1000U);
  EXPECT_EQ(all.dropped, 3U);
  EXPECT_EQ(all.channels[0].level, Level::low) << "what the third edge left behind";
  EXPECT_EQ(all.edges.front().level, Level::high);
}

TEST_F(CaptureTest, AnExcerptBeginsWithTheLevelsOfItsBeginning) {
  const Capture capture(*bench_, sink_, {PinId{0}}, 1);
  toggle(3);  // low at 5, high at 1005, low at 2005
  const auto part = capture.excerpt(Time(Duration(1500)), Time(Duration(2500)));
  EXPECT_EQ(part.channels[0].level, Level::high);
  ASSERT_EQ(part.edges.size(), 1U);
  EXPECT_EQ(part.edges[0].time, Time(Duration(2005)));
  EXPECT_EQ(part.from, Time(Duration(1500)));
  EXPECT_EQ(part.until, Time(Duration(2500)));
  const auto nothing = capture.excerpt(Time(Duration(5000)), Time(Duration(10)));
  EXPECT_THAT(nothing.edges, IsEmpty());
}

TEST_F(CaptureTest, APinThatTheBoardLosesIsAtNothingFromThenOn) {
  const Capture capture(*bench_, sink_, {PinId{0}, PinId{2}}, 1);
  advance(milliseconds(1));
  std::vector<PartInstance> parts;
  parts.push_back({"b2", "button", std::make_unique<Button>()});
  bench_->rewire(std::move(parts), {});
  bench_->drive_by_hand(PinId{0}, strong(false));
  const auto all = capture.excerpt(Time::min(), Time::max());
  ASSERT_EQ(all.edges.size(), 2U);
  EXPECT_EQ(all.edges[0].channel, 0);
  EXPECT_EQ(all.edges[0].level, Level::highz);
  EXPECT_EQ(all.edges[1].channel, 1) << "b2:a under its new number";
}

TEST_F(CaptureTest, APinMayGoWhileAsManyEdgesWaitAsCan) {
  bench_->drive_by_hand(PinId{2}, strong(false));
  const Capture capture(*bench_, sink_, {PinId{0}, PinId{2}}, 1);
  sink_.set_ready(false);
  toggle(Capture::kMostWaiting);
  std::vector<PartInstance> parts;
  parts.push_back({"b2", "button", std::make_unique<Button>()});
  parts.push_back({"b3", "button", std::make_unique<Button>()});
  bench_->rewire(std::move(parts), {});
  sink_.set_ready(true);
  advance(milliseconds(16));
  EXPECT_EQ(sink_.lost, Capture::kMostWaiting);
  ASSERT_EQ(sink_.records, 2 + 1U) << "what both channels are at, and that one is at nothing now";
  EXPECT_EQ(sink_.last.substr(12 + 8, 3), std::string("\1\0\0", 3))
      << "channel 1 is b2:a, which is low, and not what has its number of before";
}

TEST_F(CaptureTest, AClientHasOneCaptureAndTheBenchEight) {
  client().call("capture", std::string("b1:a"));
  EXPECT_THAT(client().got(),
              ElementsAre(HasSubstr(
                  R"([1,7,null,{"capture":1,"time":5,"states":[{"pin":"b1:a","direction":"in")")));
  client().call("capture", std::string("b1:b"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr(R"("capture":2)")));
  EXPECT_EQ(hub_->find_capture(1), nullptr);
  EXPECT_NE(hub_->find_capture(2), nullptr);
  std::deque<Client> others;
  for (std::size_t i = 1; i < Hub::kMostCaptures; ++i) {
    others.emplace_back(*hub_).call("capture", std::string("b1:a"));
  }
  Client late(*hub_);
  late.call("capture", std::string("b1:a"));
  EXPECT_THAT(late.got(), ElementsAre(HasSubstr("8 captures are running")));
  client().call("capture");
  EXPECT_THAT(client().got(), ElementsAre("[1,7,null,null]"));
  late.call("capture", std::string("b1:a"));
  EXPECT_THAT(late.got(), ElementsAre(HasSubstr(R"("capture":10)")));
}

TEST_F(CaptureTest, AnInvalidCaptureIsRefusedAndThePreviousOneIsKept) {
  client().call("capture", std::string("b1:a"));
  client().got();
  client().call("capture", std::string("b9:a"));
  EXPECT_THAT(client().got(), ElementsAre(HasSubstr("no part \\\"b9\\\"")));
  EXPECT_NE(hub_->find_capture(1), nullptr);
}

}  // namespace
}  // namespace pinbridge::api
