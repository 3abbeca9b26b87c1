#include "server/unix_connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "base/closer.hpp"
#include "base/testing/blocked_closer.hpp"
#include "base/testing/lingering_socket.hpp"
#include "base/testing/log_capture.hpp"
#include "loop/testing/loop_stepper.hpp"

namespace pinbridge::server {
namespace {

/// A client of the bench on a socket that can pass descriptors, as on kernels before 6.16.
class Peer {
 public:
  Peer(EventLoop& loop, api::Hub& hub)
      : connection_(std::make_shared<UnixConnection>(
            loop, hub,
            UnixSocket::Base(loop.io(), UnixSocket::protocol_type(), pair_.near.release()),
            [](ClientConnection&) {})) {
    connection_->start();
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { connection_->close(); }

  /// As many requests as one read takes.
  std::size_t send_many(const char* method) {
    constexpr std::size_t kRead = 65536;
    msgpack::sbuffer buffer;
    std::size_t count = 0;
    while (buffer.size() < kRead - 64) {
      msgpack::pack(buffer, std::make_tuple(0, count++, method, std::vector<int>()));
    }
    send({buffer.data(), buffer.size()});
    return count;
  }
  void send_one(const char* method) { send_one(1, method); }
  void send_one(std::size_t id, const char* method) {
    msgpack::sbuffer buffer;
    msgpack::pack(buffer, std::make_tuple(0, id, method, std::vector<int>()));
    send({buffer.data(), buffer.size()});
  }
  void send(std::string_view bytes) {
    EXPECT_EQ(::send(socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  /// How many answers have come so far; their ids are in order.
  std::size_t answers() {
    std::array<char, 65536> block{};
    for (ssize_t size = 0;
         (size = ::recv(socket(), block.data(), block.size(), MSG_DONTWAIT)) > 0;) {
      unpacker_.reserve_buffer(static_cast<std::size_t>(size));
      std::copy_n(block.data(), size, unpacker_.buffer());
      unpacker_.buffer_consumed(static_cast<std::size_t>(size));
    }
    msgpack::object_handle message;
    while (unpacker_.next(message)) {
      last_id_ = message->via.array.ptr[1].as<std::size_t>();
      if (last_id_ != answers_) out_of_order_ = true;
      ++answers_;
    }
    return answers_;
  }
  bool in_order() const { return !out_of_order_; }
  bool is_hung_up_on() {
    char none = 0;
    const ssize_t size = ::recv(socket(), &none, 1, MSG_DONTWAIT | MSG_PEEK);
    return size == 0 || (size < 0 && errno != EAGAIN);
  }
  int socket() const { return pair_.far.get(); }
  UnixConnection& connection() { return *connection_; }

 private:
  testing::UnixPair pair_;
  std::shared_ptr<UnixConnection> connection_;
  msgpack::unpacker unpacker_;
  std::size_t answers_ = 0;
  std::size_t last_id_ = 0;
  bool out_of_order_ = false;
};

class UnixConnectionTest : public testing::ApiBenchTest {
 protected:
  EventLoop loop_;
};

TEST_F(UnixConnectionTest, AClientWithManyRequestsDoesNotDelayOthers) {
  Peer many(loop_, *hub_);
  Peer other(loop_, *hub_);
  testing::settle(loop_);
  const std::size_t count = many.send_many("list");
  other.send_one("hello");
  ASSERT_TRUE(testing::step_until(loop_, [&] { return other.answers() == 1; }));
  EXPECT_LT(many.answers(), count) << "all in one turn";
  ASSERT_TRUE(testing::step_until(loop_, [&] { return many.answers() == count; }));
  EXPECT_TRUE(many.in_order());
}

TEST_F(UnixConnectionTest, AClientWithALargeRequestDoesNotDelayOthers) {
  rewire(5000);
  Peer large(loop_, *hub_);
  Peer other(loop_, *hub_);
  testing::settle(loop_);
  for (std::size_t i = 0; i < 3; ++i) {
    large.send_one(i, i == 0 ? "list" : i == 1 ? "get" : "view");
    other.send_one(i, "hello");
    ASSERT_TRUE(testing::step_until(loop_, [&] { return other.answers() == i + 1; }));
    EXPECT_EQ(large.answers(), i) << "in one turn";
    ASSERT_TRUE(testing::step_until(loop_, [&] { return large.answers() == i + 1; }));
  }
}

TEST_F(UnixConnectionTest, ALargeRequestIsAnsweredWhenTheBenchEnds) {
  rewire(5000);
  Peer large(loop_, *hub_);
  Peer other(loop_, *hub_);
  testing::settle(loop_);
  large.send_one(0, "list");
  other.send_one(0, "hello");
  ASSERT_TRUE(testing::step_until(loop_, [&] { return other.answers() == 1; }));
  large.connection().end();
  ASSERT_TRUE(testing::step_until(loop_, [&] { return large.answers() == 1; }));
  ASSERT_TRUE(testing::step_until(loop_, [&] { return large.is_hung_up_on(); }));
}

TEST_F(UnixConnectionTest, ARequestWhosePinsAreBeingFoundIsAnsweredWhenTheBenchEnds) {
  constexpr std::size_t kNames = 60000;
  Peer large(loop_, *hub_);
  testing::settle(loop_);
  msgpack::sbuffer buffer;
  msgpack::pack(buffer, std::make_tuple(0, 0, "get", std::vector<std::string>(kNames, "b1:a")));
  // As much as a socket takes, and the rest once that was read.
  const std::string_view request(buffer.data(), buffer.size());
  constexpr std::size_t kPart = 65536;
  for (std::size_t at = 0; at < request.size(); at += kPart) {
    testing::settle(loop_);
    large.send(request.substr(at, kPart));
  }
  const auto finds = [&] { return hub_->memory().used() > kNames * sizeof(std::string); };
  ASSERT_TRUE(testing::step_until(loop_, finds));
  large.connection().end();
  ASSERT_TRUE(testing::step_until(loop_, [&] { return large.answers() == 1; }));
  ASSERT_TRUE(testing::step_until(loop_, [&] { return large.is_hung_up_on(); }));
}

TEST_F(UnixConnectionTest, TheRestOfManyRequestsIsDroppedWhenTheBenchEnds) {
  Peer many(loop_, *hub_);
  testing::settle(loop_);
  const std::size_t count = many.send_many("list");
  ASSERT_TRUE(testing::step_until(loop_, [&] { return many.answers() > 0; }));
  many.connection().end();
  ASSERT_TRUE(testing::step_until(loop_, [&] {
    many.answers();
    return many.is_hung_up_on();
  }));
  EXPECT_LT(many.answers(), count);
}

TEST_F(UnixConnectionTest, AClientThatPassesADescriptorIsDisconnected) {
  testing::BlockedCloser blocked(closer());
  testing::LogCapture log;
  Peer peer(loop_, *hub_);
  testing::settle(loop_);
  testing::LingeringSocket lingering;
  lingering.pass_over(peer.socket());
  ASSERT_TRUE(testing::step_until(loop_, [&] { return peer.is_hung_up_on(); }));
  EXPECT_EQ(closer().waiting(), 1 + 1U);
  EXPECT_EQ(log.warnings("a client was disconnected: it passed a descriptor").size(), 1U);
}

}  // namespace
}  // namespace pinbridge::server
