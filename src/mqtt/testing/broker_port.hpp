#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/unique_fd.hpp"

namespace pinbridge::testing {

/// The broker's end of a connection: a test sends what a broker would send. All calls wait for the
/// client, for up to 20 s.
class BrokerEnd {
 public:
  explicit BrokerEnd(UniqueFd socket) : socket_(std::move(socket)) {}

  /// The next packet of MQTT.
  std::string receive() {
    std::string packet = receive_bytes(1);
    std::size_t rest = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      packet += receive_bytes(1);
      const auto byte = static_cast<unsigned char>(packet.back());
      rest |= static_cast<std::size_t>(byte & 0x7fU) << shift;
      if (byte < 0x80) break;
    }
    return packet + receive_bytes(rest);
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      ASSERT_GT(sent, 0);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Answers the client's login.
  void accept_login() { send(std::string_view("\x20\x03\x00\x00\x00", 5)); }

  /// A message at QoS 0.
  void publish(const std::string& topic, const std::string& payload) {
    std::string body{'\0', static_cast<char>(topic.size())};
    body += topic + '\0' + payload;
    std::string packet = "\x30";
    std::size_t rest = body.size();
    do {
      const std::size_t digit = rest & 0x7fU;
      rest >>= 7U;
      packet += static_cast<char>(rest > 0 ? digit | 0x80U : digit);
    } while (rest > 0);
    send(packet + body);
  }

  /// Whether the client closes the connection.
  bool is_closed_by_client() {
    char byte = 0;
    ssize_t got = 1;
    while (got > 0) got = ::recv(socket_.get(), &byte, 1, 0);
    return got == 0;
  }

  void close() { socket_.reset(); }

  /// As a broker's machine does that was restarted.
  void reset() {
    const linger at_once{1, 0};
    EXPECT_EQ(::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    socket_.reset();
  }

 private:
  std::string receive_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (count == 0) return bytes;
    EXPECT_EQ(::recv(socket_.get(), bytes.data(), count, MSG_WAITALL), static_cast<ssize_t>(count));
    return bytes;
  }

  UniqueFd socket_;
};

/// A TCP port of 127.0.0.1 on which a test is the broker.
class BrokerPort {
 public:
  enum class Kind : std::uint8_t { listens, refuses };

  explicit BrokerPort(Kind kind = Kind::listens)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* name = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_.get(), name, size), 0);
    if (kind == Kind::listens) {
      EXPECT_EQ(::listen(listener_.get(), 4), 0);
    }
    EXPECT_EQ(::getsockname(listener_.get(), name, &size), 0);
    number_ = ntohs(address.sin_port);
    set_patience(listener_.get());
  }

  std::uint16_t number() const { return number_; }

  /// Waits for the next client.
  BrokerEnd accept() {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    EXPECT_TRUE(socket);
    set_patience(socket.get());
    return BrokerEnd(std::move(socket));
  }

 private:
  static void set_patience(int socket) {
    const timeval patience{20, 0};
    EXPECT_EQ(::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
  }

  UniqueFd listener_;
  std::uint16_t number_ = 0;
};

}  // namespace pinbridge::testing
