#include "mqtt/mosquitto_client.hpp"

#include <new>
#include <utility>

#include <gtest/gtest.h>
#include <poll.h>

#include "mqtt/testing/broker_port.hpp"

namespace pinbridge::mqtt {
namespace {

/// One client, on this thread, and its broker.
class MosquittoClientTest : public ::testing::Test {
 protected:
  MosquittoClientTest() {
    mosquitto_lib_init();
    login_.address.host = "127.0.0.1";
    login_.address.port = port_.number();
    login_.client_id = "pinbridge/test";
    login_.last_will = {"lab/test/status", "offline", true};
  }

  /// Serves it until it is closed.
  static void serve(MosquittoClient& client) {
    while (!client.closed()) {
      pollfd ready{client.socket(), POLLIN, 0};
      ASSERT_EQ(poll(&ready, 1, 20'000), 1);
      client.serve(true, client.wants_to_write());
    }
  }

  testing::BrokerPort port_;
  BrokerLogin login_;
};

TEST_F(MosquittoClientTest, DoesNotWaitForRoomToWriteInATlsHandshake) {
  login_.address.tls = true;
  MosquittoClient client({});
  client.open(login_);
  auto broker = port_.accept();
  ASSERT_FALSE(client.closed());
  EXPECT_TRUE(client.in_handshake());
  client.serve(false, false);
  // The socket always has room, while the library waits for the broker.
  EXPECT_FALSE(client.wants_to_write());
  EXPECT_FALSE(client.closed());
}

TEST_F(MosquittoClientTest, IsClosedByAnEventThatThrows) {
  MosquittoClient::Events events;
  events.opened = [] {};
  events.received = [](const Message&) { throw std::bad_alloc(); };
  MosquittoClient client(std::move(events));
  client.open(login_);
  auto broker = port_.accept();
  broker.accept_login();
  broker.publish("lab/test/set", "1");
  ASSERT_NO_THROW(serve(client));
  EXPECT_EQ(client.closed()->reason, "out of memory");
}

}  // namespace
}  // namespace pinbridge::mqtt
