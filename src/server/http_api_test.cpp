#include "server/http_api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/api_bench.hpp"
#include "server/web_files.hpp"

namespace pinbridge::server {
namespace {

namespace http = boost::beast::http;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpApiTest : public testing::ApiBenchTest {
 protected:
  /// The status and the body.
  std::string ask(http::verb method, const std::string& target, const std::string& body = "") {
    begin(method, target, body);
    if (is_made()) return finish();
    if (!std::holds_alternative<HttpResponse>(last_)) return "a waveform";
    const auto& response = std::get<HttpResponse>(last_);
    return fmt::format("{} {}", response.result_int(), response.body());
  }
  void begin(http::verb method, const std::string& target, const std::string& body = "") {
    HttpRequest request(method, target, 11);
    request.body() = body;
    last_ = api_.answer(request, HttpTarget(target));
  }
  /// Whether the last answer is made piece by piece.
  bool is_made() const { return std::holds_alternative<std::unique_ptr<JsonAnswer>>(last_); }
  bool go_on() {
    return std::get<std::unique_ptr<JsonAnswer>>(last_)->work([] { return true; });
  }
  std::string finish() {
    while (!go_on()) {
    }
    return "200 " + std::get<std::unique_ptr<JsonAnswer>>(last_)->take();
  }
  std::string get(const std::string& target) { return ask(http::verb::get, target); }
  std::string put(const std::string& target, const std::string& body) {
    return ask(http::verb::put, target, body);
  }
  std::string post(const std::string& target, const std::string& body) {
    return ask(http::verb::post, target, body);
  }

  HttpApi api_{*hub_};
  HttpReply last_;
};

TEST_F(HttpApiTest, APinIsAResource) {
  EXPECT_EQ(get("/api/pins/b1:a"),
            R"(200 {"pin":"b1:a","direction":"in","state":"high","value":1})");
  EXPECT_EQ(put("/api/pins/b1:a", "0"),
            R"(200 {"pin":"b1:a","direction":"in","state":"low","value":0})");
  EXPECT_EQ(put("/api/pins/b1%3Aa", " z\n"),
            R"(200 {"pin":"b1:a","direction":"in","state":"high","value":1})");
  EXPECT_EQ(put("/api/pins/b1:b", "1"),
            R"(200 {"pin":"b1:b","direction":"out","state":"conflict","value":null})");
}

TEST_F(HttpApiTest, AValueThatSomethingStrongerOverrulesNamesIt) {
  bench_->drive(bench_->pins().find("b2:b").value(), supply(true));
  EXPECT_THAT(put("/api/pins/b2:b", "0"), HasSubstr(R"("value":1,"overruled_by":"b2:b"})"));
}

TEST_F(HttpApiTest, AnErrorIsReportedAndChangesNothing) {
  EXPECT_THAT(get("/api/pins/b9:a"), StartsWith(R"(404 {"code":2,"message":"there is no pin)"));
  EXPECT_THAT(put("/api/pins/b1:a", "2"), StartsWith(R"(400 {"code":1,"message":"\"2\" is)"));
  EXPECT_THAT(put("/api/pins/b1:a", ""), StartsWith("400 "));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  EXPECT_THAT(post("/api/pins/b1:a", "1"), StartsWith("405 "));
  EXPECT_EQ(std::get<HttpResponse>(last_).at(http::field::allow), "GET, PUT");
  for (const char* nowhere : {"/api", "/api/", "/api/nix", "/api/pins/b1:a/x", "/api/parts/b1",
                              "/api/board/x", "/api/captures", "/api/captures/1", "/api/pins/%"}) {
    EXPECT_THAT(get(nowhere), StartsWith("404 ")) << nowhere;
  }
}

TEST_F(HttpApiTest, AllPinsAndTheBoardAreTheMessagesOfTheSocket) {
  EXPECT_THAT(get("/api/pins"),
              HasSubstr(R"({"pin":"b1:b","direction":"out","state":"low","time":5})"));
  EXPECT_THAT(get("/api/board"), StartsWith(R"(200 {"board":"panel","parts":[{"part":"b1")"));
  EXPECT_EQ(get("/healthz"), R"(200 {"status":"ok"})");
}

TEST_F(HttpApiTest, AControlIsSetAndPressedForAWhile) {
  EXPECT_EQ(post("/api/parts/b1/pressed", "1"),
            R"(200 {"part":"b1","controls":{"pressed":1},"shows":{},"time":5})");
  EXPECT_THAT(post("/api/parts/b1/pressed", "0"), HasSubstr(R"("pressed":0)"));
  EXPECT_THAT(post("/api/parts/b1/pressed?for=50ms", ""), HasSubstr(R"("pressed":1)"));
  advance(std::chrono::milliseconds(50));
  EXPECT_EQ(bench_->state(PinId{0}).level, Level::high);
  EXPECT_THAT(post("/api/parts/b1/pressed?for=soon", ""), StartsWith("400 "));
  EXPECT_THAT(post("/api/parts/b1/pressed?for=50", ""), HasSubstr("has no unit"));
  EXPECT_THAT(post("/api/parts/b1/pressed", ""), HasSubstr("the body is the value"));
  EXPECT_THAT(post("/api/parts/b1/turned", "1"), StartsWith("404 "));
  EXPECT_THAT(post("/api/parts/b9/pressed", "1"), StartsWith("404 "));
}

TEST_F(HttpApiTest, AnErrorQuotesInvalidUtf8AsEscapes) {
  EXPECT_THAT(get("/api/pins/%ff%fe"), HasSubstr(R"(\\xff\\xfe)"));
  EXPECT_THAT(post("/api/parts/b1/%ff", "1"), HasSubstr(R"(\\xff)"));
}

TEST_F(HttpApiTest, TheBoardIsPackedAgainOnlyWhenItOrAPartHasChanged) {
  const std::string before = get("/api/board");
  bench_->drive_by_hand(PinId{0}, strong(false));
  EXPECT_EQ(get("/api/board"), before) << "it has no levels";
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  EXPECT_THAT(get("/api/board"), HasSubstr(R"("pressed":1)"));
  std::vector<PartInstance> parts;
  parts.push_back({"new", "button", std::make_unique<testing::Button>()});
  board::Board board;
  board.parts.push_back({.id = {"new", {}}, .type = {"button", {}}});
  commands_->set_board(std::move(board));
  bench_->rewire(std::move(parts), {});
  EXPECT_THAT(get("/api/board"), HasSubstr(R"("part":"new")"));
}

TEST_F(HttpApiTest, ABoardThatChangesWhileItIsPackedIsThatOfTheEndAndIsNotKept) {
  begin(http::verb::get, "/api/board");
  ASSERT_TRUE(is_made());
  EXPECT_FALSE(go_on());
  EXPECT_FALSE(go_on());
  rewire(3);
  EXPECT_THAT(finish(), AllOf(StartsWith(R"(200 {"board":"panel","parts":[{"part":"b1")"),
                              HasSubstr(R"("part":"b3")")));
  EXPECT_THAT(get("/api/board"), HasSubstr(R"("part":"b3")"));
  begin(http::verb::get, "/api/board");
  EXPECT_FALSE(is_made()) << "it is kept";
  client().call("control", std::string("b1"), std::string("pressed"), 1);
  begin(http::verb::get, "/api/board");
  ASSERT_TRUE(is_made());
  client().call("control", std::string("b1"), std::string("pressed"), 0);
  finish();
  EXPECT_THAT(get("/api/board"), Not(HasSubstr(R"("pressed":1)")));
}

TEST_F(HttpApiTest, AllPinsAreThosePresentWhenTheRequestCame) {
  begin(http::verb::get, "/api/pins");
  ASSERT_TRUE(is_made());
  bench_->drive_by_hand(PinId{0}, strong(false));
  rewire(1);
  EXPECT_THAT(finish(), AllOf(HasSubstr(R"({"pin":"b1:a","direction":"in","state":"high")"),
                              HasSubstr(R"("pin":"b2:b")")));
}

TEST_F(HttpApiTest, ACaptureIsAWaveform) {
  EXPECT_THAT(get("/api/captures/1.vcd"), StartsWith("404 "));
  client().call("capture", std::string("b1:a"));
  EXPECT_EQ(get("/api/captures/1.vcd"), "a waveform");
  EXPECT_EQ(get("/api/captures/1.vcd?from=0&to=10"), "a waveform");
  const auto& waveform = std::get<WaveformRequest>(last_);
  EXPECT_EQ(waveform.from, Time(Duration(0)));
  EXPECT_EQ(waveform.until, Time(Duration(10)));
  for (const char* wrong : {"?from=x", "?to=-1", "?from=99999999999999999999"}) {
    EXPECT_THAT(get(std::string("/api/captures/1.vcd") + wrong), StartsWith("400 ")) << wrong;
  }
  for (const char* wrong : {"0", "-1", "x", "", "4294967297"}) {
    EXPECT_THAT(get(std::string("/api/captures/") + wrong + ".vcd"), StartsWith("404 ")) << wrong;
  }
}

}  // namespace

/// The tests do without the page's files, and so without what is embedded with them.
std::string_view openapi_document() {
  return "{}";
}

}  // namespace pinbridge::server
