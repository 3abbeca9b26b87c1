#include "qemu/control/qmp_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/log_capture.hpp"
#include "qemu/control/testing/line_peer.hpp"

namespace pinbridge::qemu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kGreeting =
    R"({"QMP": {"version": {"qemu": {"micro": 2, "minor": 0, "major": 10}, "package": "Debian"}, "capabilities": ["oob"]}})"
    "\r\n";
constexpr std::string_view kDone = "{\"return\": {}}\r\n";

/// A session, and QEMU at the other end. Records the session's calls in order: "ready 10.0",
/// "event RESET", "answer 5", "refused: …", "end: …".
class QmpSessionTest : public ::testing::Test {
 protected:
  void execute(std::string_view command, boost::json::object arguments = {}) {
    session_->execute(command, std::move(arguments), [this](const auto& answer) {
      told_.push_back(answer ? "answer " + boost::json::serialize(*answer)
                             : "refused: " + answer.error().message);
    });
  }
  void greet() {
    qemu_.say(kGreeting);
    EXPECT_EQ(qemu_.next(), R"({"execute":"qmp_capabilities","arguments":{}})");
    qemu_.say(kDone);
    EXPECT_TRUE(until_told(1));
    EXPECT_THAT(std::exchange(told_, {}), ElementsAre("ready 10.0"));
  }
  bool until_told(std::size_t count) {
    return testing::step_until(loop_, [&] { return told_.size() >= count; });
  }
  /// The calls after a QEMU with a finished greeting sends `text`, up to the end.
  std::vector<std::string> ends_at(std::string_view text) {
    qemu_.say(text);
    EXPECT_TRUE(testing::step_until(loop_, [this] {
      return !told_.empty() && told_.back().starts_with("end: ");
    })) << text;
    return told_;
  }

  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  testing::SocketPair sockets_{loop_};
  testing::LinePeer& qemu_ = sockets_.peer;
  std::vector<std::string> told_;
  std::unique_ptr<QmpSession> session_ = std::make_unique<QmpSession>(
      std::move(sockets_.ours),
      QmpSession::Handlers{
          .on_ready = [this](qemu::Version version) { told_.push_back("ready " + version.text()); },
          .on_event =
              [this](std::string_view event) { told_.push_back("event " + std::string(event)); },
          .on_end = [this](const std::string& why) { told_.push_back("end: " + why); }});
};

TEST_F(QmpSessionTest, IsReadyOnceQemuHasGreetedAndOpenedTheSession) {
  EXPECT_THAT(qemu_.all(), IsEmpty());
  qemu_.say(kGreeting);
  EXPECT_EQ(qemu_.next(), R"({"execute":"qmp_capabilities","arguments":{}})");
  EXPECT_THAT(told_, IsEmpty());
  qemu_.say(kDone);
  EXPECT_TRUE(until_told(1));
  EXPECT_THAT(told_, ElementsAre("ready 10.0"));
}

TEST_F(QmpSessionTest, CommandsAreSaidAndAnsweredInOrder) {
  greet();
  execute("query-chardev");
  execute("qom-get", {{"path", "/a \"b\"\n"}, {"property", "c"}});
  EXPECT_EQ(qemu_.next(), R"({"execute":"query-chardev","arguments":{}})");
  EXPECT_EQ(qemu_.next(),
            R"({"execute":"qom-get","arguments":{"path":"/a \"b\"\n","property":"c"}})");
  qemu_.say("{\"return\": [1]}\r\n{\"return\": \"two\"}\r\n");
  EXPECT_TRUE(until_told(2));
  EXPECT_THAT(told_, ElementsAre("answer [1]", "answer \"two\""));
}

TEST_F(QmpSessionTest, MessagesInPiecesAndEventsBetweenThemAreTakenInOrder) {
  greet();
  execute("cont");
  for (const char byte :
       std::string("{\"event\": \"RESUME\", \"timestamp\": {}}\n{\"return\": {}}\n"
                   "{\"event\": \"RESET\", \"data\": {\"guest\": true}}\n")) {
    qemu_.say({&byte, 1});
    testing::settle(loop_);
  }
  EXPECT_THAT(told_, ElementsAre("event RESUME", "answer {}", "event RESET"));
}

TEST_F(QmpSessionTest, AnErrorIsAnAnswerWithQemusSentence) {
  greet();
  for (int i = 0; i < 3; ++i) execute("qom-list");
  qemu_.say(
      "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no such path\"}}\n"
      "{\"error\": 5}\n{}\n");
  EXPECT_TRUE(until_told(3));
  EXPECT_THAT(told_, ElementsAre("refused: QEMU reports: \"no such path\"",
                                 "refused: QEMU reports: no", "refused: QEMU reports: no"));
}

TEST_F(QmpSessionTest, AnEventBeforeTheGreetingIsNoHarm) {
  qemu_.say("{\"event\": \"STOP\"}\n");
  EXPECT_TRUE(until_told(1));
  EXPECT_THAT(std::exchange(told_, {}), ElementsAre("event STOP"));
  greet();
}

TEST_F(QmpSessionTest, AnEventWithoutANameIsPassedOver) {
  greet();
  qemu_.say("{\"event\": 7}\n{\"event\": \"STOP\"}\n");
  EXPECT_TRUE(until_told(1));
  EXPECT_THAT(told_, ElementsAre("event STOP"));
}

TEST_F(QmpSessionTest, AnAnswerInPlaceOfTheGreetingEndsIt) {
  EXPECT_THAT(ends_at(kDone), ElementsAre("end: QEMU sent a response without a request"));
  EXPECT_TRUE(qemu_.is_hung_up_on());
}

TEST_F(QmpSessionTest, AResponseWithoutARequestEndsIt) {
  greet();
  execute("cont");
  EXPECT_THAT(ends_at("{\"return\": 1}\n{\"return\": 2}\n{\"event\": \"STOP\"}\n"),
              ElementsAre("answer 1", "end: QEMU sent a response without a request"));
}

TEST_F(QmpSessionTest, ASecondGreetingEndsIt) {
  greet();
  execute("cont");
  EXPECT_THAT(ends_at(kGreeting), ElementsAre("end: QEMU greets twice"));
}

TEST_F(QmpSessionTest, AGreetingWithoutAVersionIsAGreeting) {
  for (const char* version : {"{}", "5", R"({"version": 5})", R"({"version": {"qemu": []}})",
                              R"({"version": {"qemu": {"major": "x"}}})"}) {
    SCOPED_TRACE(version);
    testing::SocketPair sockets(loop_);
    std::vector<std::string> versions;
    QmpSession session(std::move(sockets.ours),
                       {.on_ready = [&](qemu::Version told) { versions.push_back(told.text()); },
                        .on_event = {},
                        .on_end = {}});
    sockets.peer.say(fmt::format("{{\"QMP\": {}}}\n{}", version, kDone));
    EXPECT_TRUE(testing::step_until(loop_, [&] { return !versions.empty(); }));
  }
}

TEST_F(QmpSessionTest, ALineThatIsNotAJsonObjectEndsIt) {
  for (const char* garbage : {"", "garbage", "[]", "5", "null", "{\"return\": }", "{} {}",
                              "{\"return\": \"\xff\"}", "\x01\x02"}) {
    SCOPED_TRACE(garbage);
    testing::SocketPair sockets(loop_);
    std::vector<std::string> ends;
    QmpSession session(std::move(sockets.ours),
                       {.on_ready = [&](const auto&) { ends.emplace_back("ready"); },
                        .on_event = [&](auto) { ends.emplace_back("an event"); },
                        .on_end = [&](const std::string& why) { ends.push_back(why); }});
    sockets.peer.say(std::string(garbage) + "\n");
    sockets.peer.say(kGreeting);
    EXPECT_TRUE(sockets.peer.is_hung_up_on());
    EXPECT_THAT(ends, ElementsAre("QEMU sent a message that is not QMP"));
  }
}

TEST_F(QmpSessionTest, AMessageThatIsNestedDeepEndsIt) {
  greet();
  const std::string deep =
      "{\"return\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}\n";
  EXPECT_THAT(ends_at(deep), ElementsAre("end: QEMU sent a message that is not QMP"));
}

TEST_F(QmpSessionTest, ALargeAnswerIsTaken) {
  greet();
  execute("qom-list");
  const std::string text(1'000'000, 'x');
  qemu_.say("{\"return\": \"" + text + "\"}\n");
  EXPECT_TRUE(until_told(1));
  EXPECT_EQ(told_[0].size(), text.size() + std::string("answer \"\"").size());
}

TEST_F(QmpSessionTest, ALineWithoutEndEndsItWithASentence) {
  greet();
  const std::string piece(100'000, ' ');
  std::size_t taken = 0;
  while (told_.empty() && taken < 100'000'000 && qemu_.say(piece)) {
    taken += piece.size();
    testing::settle(loop_);
  }
  EXPECT_THAT(told_, ElementsAre("end: QEMU's QMP sends a line without end"));
  EXPECT_LT(taken, 6U << 20);
}

TEST_F(QmpSessionTest, QemuMayCloseAtAnyMoment) {
  const std::string talk = std::string(kGreeting) + std::string(kDone) + "{\"event\": \"STOP\"}\n";
  for (std::size_t size = 0; size <= talk.size(); ++size) {
    testing::SocketPair sockets(loop_);
    std::vector<std::string> ends;
    QmpSession session(std::move(sockets.ours),
                       {.on_ready = [&](const auto&) { session.execute("cont", {}, [](auto) {}); },
                        .on_event = {},
                        .on_end = [&](const std::string& why) { ends.push_back(why); }});
    sockets.peer.say(std::string_view(talk).substr(0, size));
    sockets.peer.hang_up();
    EXPECT_TRUE(testing::step_until(loop_, [&] { return !ends.empty(); })) << size;
    testing::settle(loop_);
    EXPECT_THAT(ends, ElementsAre("")) << size;
  }
}

TEST_F(QmpSessionTest, AfterItsEndThereAreNoCalls) {
  greet();
  execute("cont");
  execute("query-status");
  qemu_.say("{\"return\": {}}\n{\"event\": \"STOP\"}\n");
  session_.reset();
  testing::settle(loop_);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_TRUE(qemu_.is_hung_up_on());
}

TEST_F(QmpSessionTest, ItMayGoBeforeQemuHasGreeted) {
  session_.reset();
  testing::settle(loop_);
  EXPECT_TRUE(qemu_.is_hung_up_on());
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(QmpSessionTest, AnExceptionEndsTheSession) {
  const testing::LogCapture log;
  greet();
  session_->execute("query-status", {}, [](const auto&) { throw std::runtime_error("no memory"); });
  EXPECT_THAT(ends_at(kDone), ElementsAre("end: a message of QEMU's QMP could not be processed"));
  EXPECT_THAT(log.warnings(), ElementsAre(HasSubstr("QEMU's QMP: no memory")));
}

}  // namespace
}  // namespace pinbridge::qemu
