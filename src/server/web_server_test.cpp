#include "server/web_server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "server/http_connection.hpp"

namespace pinbridge {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr WebFile kPage{"index.html", "<!doctype html>the page"};

/// A server on a real socket, and peers that send it bytes.
class WebServerTest : public testing::ApiBenchTest {
 protected:
  WebServerTest() {
    auto opened = WebServer::open(loop_, *hub_, {&kPage, 1}, WebAddress{.port = 0});
    server_ = std::move(*opened);
    port_ = server_->url().substr(sizeof("http://127.0.0.1:") - 1);
    port_.pop_back();
  }
  tcp::socket connect() {
    tcp::socket socket(loop_.io());
    socket.connect(
        {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::stoi(port_))});
    return socket;
  }
  /// All that comes until the server closes.
  std::string ask(const std::string& bytes) {
    tcp::socket socket = connect();
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(bytes), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    return read_all(socket);
  }
  std::string read_all(tcp::socket& socket) {
    std::string got;
    std::array<char, 4096> buffer{};
    std::function<void()> more = [&] {
      socket.async_read_some(asio::buffer(buffer),
                             [&](boost::system::error_code error, std::size_t size) {
                               got.append(buffer.data(), size);
                               if (error) return loop_.stop();
                               more();
                             });
    };
    more();
    loop_.run();
    return got;
  }
  std::string get(const std::string& path, const std::string& fields = "") {
    return ask(fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{}\r\n",
                           path, port_, fields));
  }
  std::string upgrade_request(const std::string& path, const std::string& fields) const {
    return fmt::format(
        "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{}\r\n",
        path, port_, fields);
  }

  EventLoop loop_;
  std::unique_ptr<WebServer> server_;
  std::string port_;
};

TEST_F(WebServerTest, ServesThePageWithWhatKeepsStrangersOut) {
  EXPECT_THAT(get("/"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("script-src 'self';"),
                              HasSubstr("X-Content-Type-Options: nosniff"),
                              HasSubstr("frame-ancestors 'none'"), HasSubstr("the page")));
  EXPECT_THAT(get("/../../etc/passwd"), StartsWith("HTTP/1.1 404"));
}

TEST_F(WebServerTest, AnswersThePinsAndRefusesStrangers) {
  EXPECT_THAT(get("/api/pins/b1:a"), HasSubstr(R"("value":1)"));
  EXPECT_THAT(get("/api/pins/b1:a", "Origin: http://evil.example\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(ask("GET / HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 421"));
}

TEST_F(WebServerTest, BytesThatAreNoHttpEndTheirConnectionOnly) {
  EXPECT_THAT(ask("\x01\x02\x03\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("GET / HTTP/9.9\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(ask("GET / HT"), "");
  EXPECT_EQ(ask(""), "");
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, HeadersAndBodiesHaveAnEnd) {
  EXPECT_THAT(get("/", "X: " + std::string(HttpConnection::kLongestHeader, 'x') + "\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(ask(fmt::format("PUT /api/pins/b1:a HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n"
                              "Content-Length: 99999999\r\n\r\n",
                              port_)),
              StartsWith("HTTP/1.1 413"));
}

TEST_F(WebServerTest, AWebSocketIsForOurOwnPageAndAtItsPathOnly) {
  const auto upgrade = [&](const std::string& path, const std::string& fields) {
    return ask(upgrade_request(path, fields));
  };
  EXPECT_THAT(upgrade("/ws", ""), StartsWith("HTTP/1.1 101"));
  EXPECT_THAT(upgrade("/ws", "Origin: http://evil.example\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(upgrade("/other", ""), StartsWith("HTTP/1.1 404"));
}

TEST_F(WebServerTest, WindingUpEndsEveryConnectionAndTakesNoMore) {
  tcp::socket page = connect();
  asio::write(page, asio::buffer(upgrade_request("/ws", "")));
  while (page.available() == 0) loop_.io().run_one();
  tcp::socket idle = connect();
  get("/healthz");
  bool done = false;
  server_->wind_up([&] { done = true; });
  EXPECT_FALSE(done) << "a client is there yet";
  EXPECT_THAT(read_all(page), StartsWith("HTTP/1.1 101"));
  EXPECT_EQ(read_all(idle), "");
  EXPECT_TRUE(done);
  EXPECT_ANY_THROW(connect());
}

TEST_F(WebServerTest, OneConnectionTooManyIsToldSo) {
  std::vector<tcp::socket> many;
  for (std::size_t i = 0; i < WebServer::kMostConnections; ++i) many.push_back(connect());
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 503"));
  many.clear();
  // Until the server has seen that they are gone.
  std::string answer;
  for (int i = 0; i < 100 && !answer.starts_with("HTTP/1.1 200"); ++i) answer = get("/healthz");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, TheNextPortIsTakenWhereNoneWasAskedFor) {
  const auto first = WebServer::open(loop_, *hub_, {&kPage, 1}, std::nullopt);
  const auto second = WebServer::open(loop_, *hub_, {&kPage, 1}, std::nullopt);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_NE((*first)->url(), (*second)->url());
  const auto taken =
      WebServer::open(loop_, *hub_, {&kPage, 1}, WebAddress::parse("127.0.0.1:" + port_).value());
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message, HasSubstr("name another with --http ADDRESS:PORT"));
}

TEST_F(WebServerTest, AnyOtherAddressPrintsAToken) {
  const auto open =
      WebServer::open(loop_, *hub_, {&kPage, 1}, WebAddress::parse("0.0.0.0:0").value());
  ASSERT_TRUE(open);
  EXPECT_THAT((*open)->url(), ::testing::MatchesRegex("http://0.0.0.0:[0-9]+/\\?token=[a-z2-7]+"));
}

}  // namespace
}  // namespace pinbridge
