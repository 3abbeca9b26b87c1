#include "mqtt/mosquitto_connection.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loop/testing/loop_stepper.hpp"
#include "mqtt/mosquitto_client.hpp"
#include "mqtt/payloads.hpp"
#include "mqtt/testing/broker_port.hpp"

namespace pinbridge::mqtt {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Kind = testing::BrokerPort::Kind;

class Recorder : public ConnectionListener {
 public:
  void opened() override { ++openings; }
  void closed(const Closed& closed) override { ends.push_back(closed.reason); }
  void acknowledged(std::uint32_t id, const Result<void>& result) override {
    answers.emplace_back(id, result);
  }
  void received(const Message& message) override { messages.push_back(message); }
  void not_subscribed(const std::string&, const std::string&) override {}

  bool is_empty() const {
    return openings == 0 && ends.empty() && answers.empty() && messages.empty();
  }

  int openings = 0;
  std::vector<std::string> ends;
  std::vector<std::pair<std::uint32_t, Result<void>>> answers;
  std::vector<Message> messages;
};

std::ptrdiff_t count_threads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                       std::filesystem::directory_iterator());
}

/// A connection, whose thread runs, and its broker.
class MosquittoConnectionTest : public ::testing::Test {
 protected:
  MosquittoConnectionTest() {
    loop_.set_hooks({.begin = [](Time) {}, .end = [] { return Time::max(); }});
  }
  /// On a busy machine, the thread may need longer than the connection waits for it. If the process
  /// exited meanwhile, what OpenSSL has allocated would be a leak.
  ~MosquittoConnectionTest() override {
    connection_.reset();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (count_threads() > threads_before_ && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
  }

  void connect_to(std::uint16_t port, bool tls = false) {
    BrokerLogin login;
    login.address.tls = tls;
    login.address.host = "127.0.0.1";
    login.address.port = port;
    login.client_id = "pinbridge/test";
    login.last_will = {"lab/test/status", "offline", true};
    connection_.emplace(loop_, login);
    connection_->listen(&recorder_);
    connection_->connect();
  }
  bool step_until(const std::function<bool()>& done) { return testing::step_until(loop_, done); }
  /// Accepts the next connection and its login.
  testing::BrokerEnd open() {
    auto broker = port_.accept();
    broker.receive();
    broker.accept_login();
    EXPECT_TRUE(step_until([&] { return recorder_.openings > 0; }));
    return broker;
  }
  /// Answers the first message with this reason of MQTT.
  void acknowledge_with(testing::BrokerEnd& broker, unsigned char reason) {
    connection_->publish(7, {"t", "x"});
    const std::string packet = broker.receive();
    const std::string id = packet.substr(5, 2);  // after the header and the topic
    broker.send("\x40\x03" + id + static_cast<char>(reason));
    ASSERT_TRUE(step_until([&] { return !recorder_.answers.empty(); }));
    EXPECT_EQ(recorder_.answers.front().first, 7U);
  }

  std::ptrdiff_t threads_before_ = count_threads();
  EventLoop loop_{SpinPolicy::Limits{.longest = Duration::zero()}};
  testing::BrokerPort port_;
  Recorder recorder_;
  std::optional<MosquittoConnection> connection_;
};

TEST_F(MosquittoConnectionTest, ReportsAPortThatRefuses) {
  const testing::BrokerPort refusing(Kind::refuses);
  connect_to(refusing.number());
  ASSERT_TRUE(step_until([&] { return !recorder_.ends.empty(); }));
  EXPECT_THAT(recorder_.ends.front(), HasSubstr("refused"));
  EXPECT_EQ(recorder_.openings, 0);
}

TEST_F(MosquittoConnectionTest, EndsWhileTheBrokerIsSilent) {
  connect_to(port_.number());
  auto broker = port_.accept();
  broker.receive();
  connection_.reset();
  EXPECT_TRUE(broker.is_closed_by_client());
  testing::settle(loop_);
  EXPECT_TRUE(recorder_.is_empty());
}

TEST_F(MosquittoConnectionTest, EndsWhileItConnects) {
  connect_to(port_.number());
  connection_.reset();
  testing::settle(loop_);
  EXPECT_TRUE(recorder_.is_empty());
}

TEST_F(MosquittoConnectionTest, ConnectsAgainAfterTheBrokerHasClosedIt) {
  connect_to(port_.number());
  port_.accept().close();
  ASSERT_TRUE(step_until([&] { return !recorder_.ends.empty(); }));
  EXPECT_EQ(recorder_.openings, 0);
  connection_->connect();
  open();
  EXPECT_EQ(recorder_.openings, 1);
  EXPECT_EQ(recorder_.ends.size(), 1U);
}

TEST_F(MosquittoConnectionTest, ReportsAConnectionThatIsLostInATlsHandshake) {
  connect_to(port_.number(), true);
  port_.accept().reset();
  ASSERT_TRUE(step_until([&] { return !recorder_.ends.empty(); }));
  // Not only at the deadline.
  EXPECT_THAT(recorder_.ends.front(), Not(HasSubstr("does not answer")));
}

TEST_F(MosquittoConnectionTest, AsksTheBrokerToDropLargePackets) {
  connect_to(port_.number());
  auto broker = port_.accept();
  static_assert(MosquittoClient::kLargestPacket == 0x20000);
  EXPECT_THAT(broker.receive(), HasSubstr(std::string("\x27\x00\x02\x00\x00", 5)));
}

TEST_F(MosquittoConnectionTest, TakesNoMoreOfAMessageThanItsLimit) {
  connect_to(port_.number());
  auto broker = open();
  broker.publish("lab/test/set", std::string(100'000, '1'));
  ASSERT_TRUE(step_until([&] { return !recorder_.messages.empty(); }));
  EXPECT_EQ(recorder_.messages.front().payload, std::string(kLargestReceived, '1'));
}

TEST_F(MosquittoConnectionTest, ReportsThatTheBrokerHasAMessage) {
  connect_to(port_.number());
  auto broker = open();
  acknowledge_with(broker, 0);
  EXPECT_TRUE(recorder_.answers.front().second);
}

TEST_F(MosquittoConnectionTest, ReportsThatTheBrokerRefusesAMessageForNow) {
  constexpr unsigned char kQuotaExceeded = 0x97;
  connect_to(port_.number());
  auto broker = open();
  acknowledge_with(broker, kQuotaExceeded);
  ASSERT_FALSE(recorder_.answers.front().second);
  EXPECT_EQ(recorder_.answers.front().second.error().code, ErrorCode::busy);
}

TEST_F(MosquittoConnectionTest, ReportsAMessageThatTheBrokerDoesNotAllow) {
  constexpr unsigned char kNotAuthorized = 0x87;
  connect_to(port_.number());
  auto broker = open();
  acknowledge_with(broker, kNotAuthorized);
  ASSERT_FALSE(recorder_.answers.front().second);
  EXPECT_EQ(recorder_.answers.front().second.error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace pinbridge::mqtt
