#include "qemu/control/qtest_client.hpp"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "qemu/control/testing/line_peer.hpp"

namespace pinbridge::qemu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A client, and QEMU at the other end. Records the client's calls in order: "3 high", "idle",
/// "answer 0x12", "refused: …", "end: …".
class QtestClientTest : public ::testing::Test {
 protected:
  void read() {
    client_->read(0x1000, 4, [this](const Result<std::uint64_t>& answer) { note(answer); });
  }
  void note(const Result<std::uint64_t>& answer) {
    told_.push_back(answer ? fmt::format("answer {:#x}", *answer)
                           : "refused: " + answer.error().message);
  }
  bool until_told(std::size_t count) {
    return testing::step_until(loop_, [&] { return told_.size() >= count; });
  }
  bool until_ended() {
    return testing::step_until(
        loop_, [this] { return !told_.empty() && told_.back().starts_with("end: "); });
  }
  std::vector<std::string> take_told() { return std::exchange(told_, {}); }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  testing::SocketPair sockets_{loop_};
  testing::LinePeer& qemu_ = sockets_.peer;
  std::vector<std::string> told_;
  const QtestPath path_ = QtestPath::of("/machine/gpio").value();
  std::unique_ptr<QtestClient> client_ = std::make_unique<QtestClient>(
      std::move(sockets_.ours),
      QtestClient::Handlers{
          .on_output = [this](std::uint32_t number,
                              bool level) { told_.push_back(fmt::format("{} {}", number, level)); },
          .on_idle = [this] { told_.emplace_back("idle"); },
          .on_end = [this](const std::string& why) { told_.push_back("end: " + why); }});
};

TEST_F(QtestClientTest, CommandsAreSaidInOrderAndAnsweredInOrder) {
  client_->intercept(path_, "", [this](const auto& answer) { note(answer); });
  client_->set_input(path_, LineOffset{2}, InputLevel::high);
  read();
  EXPECT_EQ(client_->unanswered(), 3U);
  EXPECT_EQ(qemu_.next(), "irq_intercept_out /machine/gpio");
  EXPECT_EQ(qemu_.next(), "set_irq_in /machine/gpio unnamed-gpio-in 2 1");
  EXPECT_EQ(qemu_.next(), "readl 0x1000");
  qemu_.say("OK\nOK\nOK 0x00000000000000ff\n");
  EXPECT_TRUE(until_told(3));
  EXPECT_THAT(told_, ElementsAre("answer 0x0", "answer 0xff", "idle"));
  EXPECT_EQ(client_->unanswered(), 0U);
}

TEST_F(QtestClientTest, ALineInPiecesIsALine) {
  read();
  for (const char byte : std::string("IRQ raise 12\nOK 0x1f\nIRQ lower 0\n")) {
    qemu_.say({&byte, 1});
    testing::settle(loop_);
  }
  EXPECT_THAT(told_, ElementsAre("12 true", "answer 0x1f", "idle", "0 false"));
}

TEST_F(QtestClientTest, EdgesBetweenAnswersAreTakenInTheirPlace) {
  read();
  read();
  qemu_.say("IRQ raise 1\nOK 0x1\nIRQ lower 1\nIRQ raise 2\nOK 0x2\nIRQ lower 2\n");
  EXPECT_TRUE(until_told(7));
  EXPECT_THAT(told_, ElementsAre("1 true", "answer 0x1", "1 false", "2 true", "answer 0x2", "idle",
                                 "2 false"));
}

TEST_F(QtestClientTest, FailAndErrAreAnswers) {
  read();
  read();
  client_->set_input(path_, LineOffset{0}, InputLevel::low);
  qemu_.say("FAIL Unknown device\nERR\nFAIL Unknown command 'x'\n");
  EXPECT_TRUE(until_told(3));
  EXPECT_THAT(told_, ElementsAre("refused: QEMU's qtest reports: FAIL Unknown device",
                                 "refused: QEMU's qtest reports: ERR", "idle"));
}

TEST_F(QtestClientTest, AnAnswerMayAskMore) {
  client_->read(0, 4, [this](const auto&) { read(); });
  qemu_.say("OK 0x0\n");
  EXPECT_EQ(qemu_.next(), "readl 0x0");
  EXPECT_EQ(qemu_.next(), "readl 0x1000");
  EXPECT_THAT(told_, IsEmpty()) << "it is not idle";
  qemu_.say("OK 0x7\n");
  EXPECT_TRUE(until_told(2));
  EXPECT_THAT(told_, ElementsAre("answer 0x7", "idle"));
}

TEST_F(QtestClientTest, ALineThatIsNotQtestEndsIt) {
  for (const char* garbage : {"",
                              "ok",
                              "OKAY",
                              "OK ",
                              "OK 0x",
                              "OK 12",
                              "OK 0x1g",
                              "OK 0x12345678901234567",
                              "IRQ",
                              "IRQ ",
                              "IRQ raise",
                              "IRQ raise ",
                              "IRQ raise x",
                              "IRQ raise -1",
                              "IRQ raise 1 ",
                              "IRQ raise 4294967296",
                              "IRQ toggle 1",
                              "\xff\x01",
                              "QMP",
                              "OK\r"}) {
    SCOPED_TRACE(garbage);
    testing::SocketPair sockets(loop_);
    std::vector<std::string> ends;
    QtestClient client(std::move(sockets.ours),
                       {.on_output = [&](auto...) { ends.emplace_back("an output"); },
                        .on_idle = [&] { ends.emplace_back("idle"); },
                        .on_end = [&](const std::string& why) { ends.push_back(why); }});
    client.read(0, 4, [&](const auto&) { ends.emplace_back("an answer"); });
    sockets.peer.say(std::string(garbage) + "\nOK 0x0\n");
    EXPECT_TRUE(sockets.peer.is_hung_up_on());
    EXPECT_THAT(ends, ElementsAre("QEMU's qtest reports \"" + std::string(garbage) + "\""));
  }
}

TEST_F(QtestClientTest, AResponseWithoutARequestEndsIt) {
  read();
  qemu_.say("OK 0x1\nOK\nIRQ raise 1\n");
  EXPECT_TRUE(until_ended());
  EXPECT_THAT(told_, ElementsAre("answer 0x1", "idle",
                                 "end: QEMU's qtest sent a response without a request"));
  EXPECT_TRUE(qemu_.is_hung_up_on());
}

TEST_F(QtestClientTest, ALineWithoutEndEndsItSoon) {
  const std::string piece(1000, 'x');
  std::size_t taken = 0;
  while (told_.empty() && taken < 1'000'000 && qemu_.say(piece)) {
    taken += piece.size();
    testing::settle(loop_);
  }
  EXPECT_THAT(told_, ElementsAre("end: QEMU's qtest sends a line without end"));
  EXPECT_LT(taken, 50'000U);
}

TEST_F(QtestClientTest, AFloodOfEdgesIsTakenWhole) {
  constexpr int kEdges = 20'000;
  std::string edges;
  for (int i = 0; i < kEdges; ++i) edges += i % 2 == 0 ? "IRQ raise 5\n" : "IRQ lower 5\n";
  qemu_.say(edges);
  EXPECT_TRUE(until_told(kEdges));
  for (std::size_t i = 0; i < told_.size(); ++i) {
    ASSERT_EQ(told_[i], i % 2 == 0 ? "5 true" : "5 false") << i;
  }
}

TEST_F(QtestClientTest, WhatQemuSaidBeforeItClosedIsTaken) {
  read();
  qemu_.say("IRQ raise 3\nOK 0x5\nIRQ low");
  qemu_.hang_up();
  EXPECT_TRUE(until_ended());
  EXPECT_THAT(told_, ElementsAre("3 true", "answer 0x5", "idle", "end: "));
}

TEST_F(QtestClientTest, DrainTakesAllThatIsThereWithoutTheLoop) {
  std::string edges;
  for (int i = 0; i < 5000; ++i) edges += "IRQ raise 1\nIRQ lower 1\n";
  qemu_.say(std::string_view(edges).substr(0, 60'000));
  client_->drain();
  EXPECT_EQ(told_.size(), 5000U);
  qemu_.hang_up();
  client_->drain();
  EXPECT_TRUE(until_ended());
  client_->drain();
  EXPECT_EQ(told_.size(), 5001U);
}

TEST_F(QtestClientTest, QemuMayCloseAtAnyMoment) {
  const std::string talk = "IRQ raise 1\nOK 0x1\n";
  for (std::size_t size = 0; size <= talk.size(); ++size) {
    testing::SocketPair sockets(loop_);
    std::vector<std::string> ends;
    QtestClient client(std::move(sockets.ours),
                       {.on_output = {}, .on_idle = {}, .on_end = [&](const std::string& why) {
                          ends.push_back(why);
                        }});
    client.read(0, 4, {});
    sockets.peer.say(std::string_view(talk).substr(0, size));
    sockets.peer.hang_up();
    EXPECT_TRUE(testing::step_until(loop_, [&] { return !ends.empty(); })) << size;
    EXPECT_THAT(ends, ElementsAre("")) << size;
    client.set_input(path_, LineOffset{0}, InputLevel::high);
    testing::settle(loop_);
    EXPECT_THAT(ends, ElementsAre("")) << "no call afterwards";
  }
}

TEST_F(QtestClientTest, AfterItsEndThereAreNoCalls) {
  read();
  client_->set_input(path_, LineOffset{0}, InputLevel::high);
  qemu_.say("IRQ raise 1\nOK 0x1\nOK\n");
  client_.reset();
  testing::settle(loop_);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_TRUE(qemu_.is_hung_up_on());
}

TEST_F(QtestClientTest, AQemuThatReadsNothingDoesNotBlockTheLoop) {
  for (int i = 0; i < 100'000; ++i) client_->set_input(path_, LineOffset{0}, InputLevel::high);
  testing::settle(loop_);
  EXPECT_EQ(client_->unanswered(), 100'000U);
  client_.reset();
  testing::settle(loop_);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(QtestClientTest, CommandsBeyondWhatTheSocketHoldsFollowInOrder) {
  constexpr int kCommands = 10'000;
  for (int i = 0; i < kCommands; ++i) {
    client_->set_input(path_, LineOffset{static_cast<std::uint16_t>(i)}, InputLevel::low);
  }
  for (int i = 0; i < kCommands; ++i) {
    ASSERT_EQ(qemu_.next(), fmt::format("set_irq_in /machine/gpio unnamed-gpio-in {} 0", i));
  }
}

}  // namespace
}  // namespace pinbridge::qemu
