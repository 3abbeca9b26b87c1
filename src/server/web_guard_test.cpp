#include "server/web_guard.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::server {
namespace {

namespace http = boost::beast::http;

HttpRequest request(const std::string& target, const std::map<std::string, std::string>& fields,
                    http::verb method = http::verb::get) {
  HttpRequest request(method, target, 11);
  for (const auto& [name, value] : fields) request.set(name, value);
  return request;
}

/// The status of what is answered in place of what was asked; 0 for who may.
unsigned refused(const WebGuard& guard, const std::map<std::string, std::string>& fields) {
  const auto response = guard.refuse(request("/api/pins", fields));
  return response ? response->result_int() : 0;
}

class LocalGuard : public ::testing::Test {
 protected:
  WebGuard guard_{WebAddress{}, ""};
};

TEST_F(LocalGuard, LetsInWhatIsMeantForThisAddress) {
  for (const char* host : {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}}), 0U) << host;
  }
}

TEST_F(LocalGuard, RefusesAnotherNameThatResolvesToThisAddress) {
  for (const char* host : {"evil.example:8080", "evil.example", "", "127.0.0.1", "127.0.0.1:80",
                           "localhost.evil.example:8080", "127.0.0.1.evil.example:8080",
                           "evil.example:8080@127.0.0.1:8080", "127.0.0.2:8080"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}}), 421U) << host;
  }
  EXPECT_EQ(refused(guard_, {}), 421U);
}

TEST_F(LocalGuard, RefusesRequestsOfOtherOrigins) {
  const std::string host = "127.0.0.1:8080";
  EXPECT_EQ(refused(guard_, {{"Host", host}, {"Origin", "http://127.0.0.1:8080"}}), 0U);
  for (const char* origin :
       {"http://evil.example", "null", "", "https://127.0.0.1:8080", "http://127.0.0.1",
        "http://localhost:8080", "http://127.0.0.1:80801"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Origin", origin}}), 403U) << origin;
  }
}

TEST_F(LocalGuard, RefusesWhatPagesOfOtherSitesSendWithoutAnOrigin) {
  const std::string host = "127.0.0.1:8080";
  for (const char* site : {"same-origin", "none"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Sec-Fetch-Site", site}}), 0U) << site;
  }
  for (const char* site : {"cross-site", "same-site", "anything"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Sec-Fetch-Site", site}}), 403U) << site;
  }
}

TEST_F(LocalGuard, LetsALinkOfAnotherSiteOpenThePageAndNoMore) {
  const std::map<std::string, std::string> link{{"Host", "127.0.0.1:8080"},
                                                {"Sec-Fetch-Site", "cross-site"},
                                                {"Sec-Fetch-Mode", "navigate"},
                                                {"Sec-Fetch-Dest", "document"}};
  EXPECT_FALSE(guard_.refuse(request("/", link)));
  EXPECT_TRUE(guard_.refuse(request("/api/board", link)));
  EXPECT_TRUE(guard_.refuse(request("/", link, http::verb::post)));
  auto framed = link;
  framed["Sec-Fetch-Dest"] = "iframe";
  EXPECT_TRUE(guard_.refuse(request("/", framed)));
}

TEST_F(LocalGuard, RefusesTwoHostsOrOrigins) {
  HttpRequest two = request("/api/pins", {{"Host", "127.0.0.1:8080"}});
  two.insert(http::field::host, "evil.example");
  EXPECT_EQ(guard_.refuse(two)->result_int(), 400U);
  two = request("/api/pins", {{"Host", "127.0.0.1:8080"}, {"Origin", "http://127.0.0.1:8080"}});
  EXPECT_FALSE(guard_.refuse(two));
  two.insert(http::field::origin, "http://127.0.0.1:8080");
  EXPECT_EQ(guard_.refuse(two)->result_int(), 400U);
}

TEST_F(LocalGuard, OnPort80TheHostMayComeWithoutIt) {
  const WebGuard guard(*WebAddress::parse("127.0.0.1:80"), "");
  EXPECT_EQ(refused(guard, {{"Host", "127.0.0.1"}}), 0U);
  EXPECT_EQ(refused(guard, {{"Host", "evil.example"}}), 421U);
}

class TokenGuard : public ::testing::Test {
 protected:
  std::optional<HttpResponse> let_in(const std::string& target) {
    return guard_.let_in(request(target, {}), HttpTarget(target));
  }

  WebGuard guard_{*WebAddress::parse("0.0.0.0:8080"), "secret"};
};

TEST_F(TokenGuard, RequiresTheTokenInACookieOrAHeader) {
  const std::string host = "board.example:8080";
  EXPECT_EQ(refused(guard_, {{"Host", host}}), 401U);
  for (const char* right : {"Bearer secret", "bearer secret", "BEARER  secret"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Authorization", right}}), 0U) << right;
  }
  EXPECT_EQ(refused(guard_, {{"Host", host}, {"Cookie", "a=b; pinbridge_8080=secret"}}), 0U);
  for (const char* wrong : {"Bearer secreT", "Bearer ", "Bearer", "Bearer secret2", "Bearersecret",
                            "Basic secret", "secret", ""}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Authorization", wrong}}), 401U) << wrong;
  }
  for (const char* wrong : {"pinbridge_8081=secret", "pinbridge_8080=", "pinbridge_8080=secre",
                            "x=pinbridge_8080=secret"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Cookie", wrong}}), 401U) << wrong;
  }
}

TEST_F(TokenGuard, RefusesTwoTokens) {
  const std::map<std::string, std::string> right{{"Host", "board.example:8080"},
                                                 {"Authorization", "Bearer secret"}};
  HttpRequest two = request("/api/pins", right);
  two.insert(http::field::authorization, "Bearer wrong");
  EXPECT_EQ(guard_.refuse(two)->result_int(), 400U);
}

TEST_F(TokenGuard, NamesTheSchemeThatItRequires) {
  const auto refusal = guard_.refuse(request("/api/pins", {{"Host", "board.example:8080"}}));
  EXPECT_EQ((*refusal)[http::field::www_authenticate], "Bearer");
}

TEST_F(TokenGuard, FindsItsCookieAmongOthersOfAnySyntax) {
  const std::string host = "board.example:8080";
  for (const char* cookies :
       {"theirs={\"a\":[1,2]}; pinbridge_8080=secret", "a b=c d;pinbridge_8080=secret",
        "=;;; pinbridge_8080=secret ;x", "pinbridge_8080=old; pinbridge_8080=secret",
        "\xff\"=\"; pinbridge_8080=secret"}) {
    EXPECT_EQ(refused(guard_, {{"Host", host}, {"Cookie", cookies}}), 0U) << cookies;
  }
  EXPECT_EQ(refused(guard_, {{"Host", host}, {"Cookie", "a=\"; pinbridge_8080=secreT"}}), 401U);
}

TEST_F(TokenGuard, RefusesOtherOriginsEvenWithTheToken) {
  EXPECT_EQ(refused(guard_, {{"Host", "board.example:8080"},
                             {"Origin", "http://evil.example"},
                             {"Cookie", "pinbridge_8080=secret"}}),
            403U);
}

TEST_F(TokenGuard, TheAddressThatIsPrintedBecomesACookieThatScriptsDoNotSee) {
  EXPECT_EQ(guard_.query(), "?token=secret");
  const auto response = let_in("/?token=secret");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->result_int(), 303U);
  EXPECT_EQ(response->at(http::field::location), "/");
  EXPECT_EQ(response->at(http::field::set_cookie),
            "pinbridge_8080=secret; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_FALSE(let_in("/?token=other"));
  EXPECT_FALSE(let_in("/"));
  EXPECT_FALSE(let_in("/api/pins?token=secret"));
}

TEST(WebGuard, TokensAreLongAndNoTwoAreAlike) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) tokens.insert(WebGuard::make_token());
  EXPECT_EQ(tokens.size(), 100U);
  for (const std::string& token : tokens) EXPECT_EQ(token.size(), 26U);
}

}  // namespace
}  // namespace pinbridge::server
