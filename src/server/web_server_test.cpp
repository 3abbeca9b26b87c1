#include "server/web_server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "base/testing/log_capture.hpp"
#include "server/http_connection.hpp"

namespace pinbridge::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
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

TEST_F(WebServerTest, ServesThePageWithItsSecurityHeaders) {
  EXPECT_THAT(get("/"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("script-src 'self';"),
                              HasSubstr("X-Content-Type-Options: nosniff"),
                              HasSubstr("frame-ancestors 'none'"), HasSubstr("the page")));
  EXPECT_THAT(get("/../../etc/passwd"), StartsWith("HTTP/1.1 404"));
}

TEST_F(WebServerTest, AnswersThePinsAndRefusesOtherOrigins) {
  EXPECT_THAT(get("/api/pins/b1:a"), HasSubstr(R"("value":1)"));
  EXPECT_THAT(get("/api/pins/b1:a", "Origin: http://evil.example\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(ask("GET / HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 421"));
}

TEST_F(WebServerTest, BytesThatAreNotHttpEndTheirConnectionOnly) {
  EXPECT_THAT(ask("\x01\x02\x03\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("GET / HTTP/9.9\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(ask("GET / HT"), "");
  EXPECT_EQ(ask(""), "");
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
}

/// How many responses are in the bytes of a connection.
std::size_t count_responses(const std::string& bytes) {
  std::size_t count = 0;
  for (auto at = bytes.find("HTTP/1.1 "); at != std::string::npos;
       at = bytes.find("\r\nHTTP/1.1 ", at + 1)) {
    ++count;
  }
  return count;
}

TEST_F(WebServerTest, ATransferEncodingInHttp10IsAnsweredOnceAndEndsTheConnection) {
  const std::string answer =
      ask(fmt::format("PUT /api/pins/b1:a HTTP/1.0\r\nHost: 127.0.0.1:{0}\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n\r\n"
                      "GET / HTTP/1.1\r\nHost: 127.0.0.1:{0}\r\n\r\n",
                      port_));
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("Connection: close")));
  EXPECT_EQ(count_responses(answer), 1U);
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high) << "the body was not used";
}

TEST_F(WebServerTest, ATargetIsAPath) {
  for (const char* target : {"*", "api/pins", "http://127.0.0.1/api/pins", "?x=1"}) {
    EXPECT_THAT(get(target), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("is not a path")));
  }
  EXPECT_THAT(get("/?x=1"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, OptionsOfTheWholeServerNameItsMethods) {
  EXPECT_THAT(ask(fmt::format("OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n"
                              "Connection: close\r\n\r\n",
                              port_)),
              AllOf(StartsWith("HTTP/1.1 204"), HasSubstr("Allow: GET, HEAD, POST, PUT\r\n")));
}

TEST_F(WebServerTest, AFrameWithManyRequestsDoesNotDelayOthers) {
  tcp::socket page = connect();
  asio::write(page, asio::buffer(upgrade_request("/ws", "")));
  while (page.available() == 0) loop_.io().run_one();
  // [0, 1, "list", []], 60,000 times, in one binary frame whose mask is 0.
  constexpr std::string_view kRequest("\x94\x00\x01\xa4list\x90", 9);
  constexpr std::size_t kCount = 60'000;
  std::string frame("\x82\xff", 2);
  for (int shift = 56; shift >= 0; shift -= 8) {
    frame += static_cast<char>((kRequest.size() * kCount >> shift) & 0xffU);
  }
  frame += std::string(4, '\0');
  for (std::size_t i = 0; i < kCount; ++i) frame += kRequest;
  std::size_t turns = 0;
  loop_.set_hooks({.begin = [&](Time) { ++turns; }, .end = [] { return Time::max(); }});
  asio::async_write(page, asio::buffer(frame), [](boost::system::error_code, std::size_t) {});
  while (turns == 0) loop_.io().run_one();
  EXPECT_GT(hub_->memory().used(), frame.size() / 2) << "the rest counts as its memory";
  const std::size_t before = turns;
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
  EXPECT_GT(turns, before + 1);
  loop_.set_hooks({});
}

TEST_F(WebServerTest, ALargeRequestInAFrameDoesNotDelayOthers) {
  rewire(5000);
  tcp::socket page = connect();
  asio::write(page, asio::buffer(upgrade_request("/ws", "")));
  while (page.available() == 0) loop_.io().run_one();
  std::size_t turns = 0;
  loop_.set_hooks({.begin = [&](Time) { ++turns; }, .end = [] { return Time::max(); }});
  // [0, 1, "list", []] in one binary frame whose mask is 0.
  asio::write(page, asio::buffer(std::string("\x82\x89\0\0\0\0\x94\x00\x01\xa4list\x90", 15)));
  while (turns == 0) loop_.io().run_one();
  const std::size_t before = turns;
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
  EXPECT_GT(turns, before + 1) << "all in one turn";
  loop_.set_hooks({});
}

TEST_F(WebServerTest, ALargeResponseIsMadeInSeveralTurns) {
  rewire(5000);
  std::size_t turns = 0;
  loop_.set_hooks({.begin = [&](Time) { ++turns; }, .end = [] { return Time::max(); }});
  for (const char* path : {"/api/pins", "/api/board"}) {
    turns = 0;
    EXPECT_THAT(get(path),
                AllOf(StartsWith("HTTP/1.1 200"), HasSubstr(R"("b1)"), HasSubstr("b5000")));
    EXPECT_GT(turns, 2U) << path;
  }
  turns = 0;
  EXPECT_THAT(get("/api/board"), HasSubstr("b5000"));
  EXPECT_EQ(turns, 1U) << "it is kept until the board or a part changes";
  loop_.set_hooks({});
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
  EXPECT_THAT(get("/ws", ""), AllOf(StartsWith("HTTP/1.1 426"), HasSubstr("/ws is a WebSocket")));
}

TEST_F(WebServerTest, AMalformedTargetIsABadRequestWhateverItsPath) {
  for (const std::string target : {"/api/parts/b1/pressed?for=%zz", "/api/pins/%", "/#x"}) {
    EXPECT_THAT(get(target, ""), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("is malformed")))
        << target;
  }
}

TEST_F(WebServerTest, ShuttingDownEndsEveryConnectionAndAcceptsNoMore) {
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

TEST_F(WebServerTest, OneConnectionTooManyReceivesAnError) {
  std::vector<tcp::socket> many;
  for (std::size_t i = 0; i < WebServer::kMostConnections; ++i) {
    many.push_back(connect());
    asio::write(many.back(), asio::buffer(fmt::format(
                                 "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", port_)));
    while (many.back().available() == 0) loop_.io().run_one();
  }
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 503"));
  many.clear();
  // Until the server has seen that they are gone.
  std::string answer;
  for (int i = 0; i < 100 && !answer.starts_with("HTTP/1.1 200"); ++i) answer = get("/healthz");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, UnauthorizedClientsThatSendNothingKeepNoOtherOut) {
  std::vector<tcp::socket> idle;
  for (std::size_t i = 0; i < 2 * WebServer::kMostConnections; ++i) {
    idle.push_back(connect());
    loop_.io().poll();
  }
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(read_all(idle.front()), "") << "the oldest gave way";
}

/// All of `bytes` would be more than any connection may have: the server answers before that.
TEST_F(WebServerTest, WhatFramesABodyIsBounded) {
  const std::string start = fmt::format(
      "PUT /api/pins/b1:a HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nTransfer-Encoding: chunked\r\n\r\n",
      port_);
  const std::string much(std::size_t{2} * HttpConnection::kLongestHeader, 'a');
  std::string trailers = "0\r\n";
  while (trailers.size() < much.size()) trailers += "a: bbbbbbbbbbbb\r\n";
  for (const std::string& body : {"1;" + much, trailers}) {
    EXPECT_THAT(ask(start + body), StartsWith("HTTP/1.1 413")) << body.substr(0, 20);
  }
  EXPECT_THAT(ask(start + std::string(much.size(), '0')), StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(ask(start + "1;x=y\r\n0\r\n0\r\nx: y\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, TheLinesOfAHeaderAreCounted) {
  const auto get_with_lines = [&](std::size_t count) {
    std::string fields;
    for (std::size_t i = 0; i < count; ++i) fields += "a: b\r\n";
    return get("/healthz", fields);  // and two of its own
  };
  EXPECT_THAT(get_with_lines(HttpConnection::kMostHeaderLines - 2), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(get_with_lines(HttpConnection::kMostHeaderLines - 1), StartsWith("HTTP/1.1 431"));
}

/// Fails at each change of a pin.
class Failing : public BenchListener {
 public:
  void pin_changed(const PinChange&) override { throw std::runtime_error("no memory"); }
};

TEST_F(WebServerTest, ARequestThatFailsEndsItsConnectionAndNothingElse) {
  const testing::LogCapture log;
  Failing failing;
  bench_->changes().watch(PinId{0});
  bench_->changes().add(failing);
  tcp::socket socket = connect();
  asio::write(socket, asio::buffer(fmt::format("PUT /api/pins/b1:a HTTP/1.1\r\nHost: "
                                               "127.0.0.1:{}\r\nContent-Length: 1\r\n\r\n0",
                                               port_)));
  EXPECT_EQ(read_all(socket), "");
  EXPECT_THAT(log.warnings(), ElementsAre(HasSubstr("no memory")));
  bench_->changes().remove(failing);
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, ResponsesThatAreNotReadAreBoundedInSum) {
  const testing::LogCapture log;
  const std::string large(16U << 20U, 'x');
  const WebFile files[] = {{"index.html", large}};
  auto opened = WebServer::open(loop_, *hub_, files, WebAddress{.port = 0});
  server_ = std::move(*opened);
  port_ = server_->url().substr(sizeof("http://127.0.0.1:") - 1);
  port_.pop_back();
  std::vector<tcp::socket> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(connect());
    asio::write(idle.back(),
                asio::buffer(fmt::format("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", port_)));
    while (idle.back().available() == 0) loop_.io().run_one();
    EXPECT_LE(hub_->memory().used(), api::MemoryBudget::kDefault);
  }
  EXPECT_THAT(log.warnings("an HTTP client was disconnected"), Not(IsEmpty()));
  EXPECT_THAT(get("/healthz"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WebServerTest, AResponseThatIsBeingMadeIsGivenUpForTheMemoryOfOthers) {
  struct Other : api::MemoryBudget::Holder {
    void evict() override { evicted = true; }
    bool evicted = false;
  };
  constexpr std::size_t kEach = 64U << 10U;
  rewire(5000);
  const testing::LogCapture log;
  api::MemoryBudget& memory = hub_->memory();
  std::vector<std::unique_ptr<Other>> others;
  while (memory.used() + kEach <= api::MemoryBudget::kDefault) {
    others.push_back(std::make_unique<Other>());
    memory.add(*others.back());
    memory.charge(*others.back(), kEach);
  }
  EXPECT_EQ(get("/api/pins"), "");
  EXPECT_EQ(log.warnings("an HTTP client was disconnected").size(), 1U);
  for (const auto& other : others) {
    EXPECT_FALSE(other->evicted);
    memory.remove(*other);
  }
  EXPECT_EQ(memory.used(), 0U);
}

TEST_F(WebServerTest, NoBodyOfAnUnauthorizedClientIsRead) {
  // It is refused although its body never comes.
  tcp::socket socket = connect();
  asio::write(socket, asio::buffer(std::string("PUT /api/pins/b1:a HTTP/1.1\r\nHost: evil\r\n"
                                               "Content-Length: 1000\r\n\r\n")));
  EXPECT_THAT(read_all(socket), StartsWith("HTTP/1.1 421"));
}

TEST_F(WebServerTest, UnknownTransferEncodingsAreRefused) {
  const auto put = [&](const std::string& version, const std::string& fields) {
    return ask(
        fmt::format("PUT /api/pins/b1:a HTTP/{}\r\nHost: 127.0.0.1:{}\r\n"
                    "Connection: close\r\n{}\r\n",
                    version, port_, fields));
  };
  EXPECT_THAT(put("1.1", "Transfer-Encoding: gzip, chunked\r\n"), StartsWith("HTTP/1.1 501"));
  EXPECT_THAT(put("1.1", "Transfer-Encoding: identity\r\n"), StartsWith("HTTP/1.1 501"));
  EXPECT_THAT(put("1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
              ::testing::AnyOf(StartsWith("HTTP/1.1 400"), StartsWith("HTTP/1.1 501")));
  EXPECT_THAT(put("1.1", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"),
              StartsWith("HTTP/1.1 400"));
}

TEST_F(WebServerTest, AWaveformHasNoBodyForHeadAndNoChunksForHttp10) {
  client().call("capture", std::string("b1:a"));
  const auto ask_for = [&](const std::string& method, const std::string& version) {
    return ask(
        fmt::format("{} /api/captures/1.vcd HTTP/{}\r\nHost: 127.0.0.1:{}\r\n"
                    "Connection: close\r\n\r\n",
                    method, version, port_));
  };
  EXPECT_THAT(ask_for("GET", "1.1"),
              AllOf(HasSubstr("Transfer-Encoding: chunked"), HasSubstr("$enddefinitions")));
  EXPECT_THAT(ask_for("HEAD", "1.1"),
              AllOf(StartsWith("HTTP/1.1 200"), ::testing::EndsWith("\r\n\r\n"),
                    ::testing::Not(HasSubstr("$"))));
  EXPECT_THAT(ask_for("GET", "1.0"),
              AllOf(::testing::Not(HasSubstr("chunked")), HasSubstr("\r\n\r\n$date"),
                    HasSubstr("$enddefinitions")));
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
}  // namespace pinbridge::server
