#include "server/web_files.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::server {
namespace {

namespace http = boost::beast::http;

constexpr std::array kFiles{WebFile{"index.html", "the page"}, WebFile{"index.html.gz", "packed"},
                            WebFile{"icon.svg", "<svg>"}};

HttpResponse get(const std::string& path, const std::string& accepted = "",
                 const std::string& tag = "") {
  HttpRequest request(http::verb::get, path, 11);
  if (!accepted.empty()) request.set(http::field::accept_encoding, accepted);
  if (!tag.empty()) request.set(http::field::if_none_match, tag);
  return serve_web_file(kFiles, request, path);
}

TEST(WebFiles, ClientsThatAcceptGzipReceiveThePackedFile) {
  for (const char* accepted : {"gzip", "deflate, GZIP, br", "gzip;q=0.5"}) {
    const auto packed = get("/", accepted);
    EXPECT_EQ(packed.body(), "packed") << accepted;
    EXPECT_EQ(packed.at(http::field::content_encoding), "gzip");
    EXPECT_EQ(packed.at(http::field::content_type), "text/html; charset=utf-8");
    EXPECT_EQ(packed.at(http::field::vary), "Accept-Encoding");
  }
  for (const char* accepted : {"", "br", "gzip;q=0", "xgzip"}) {
    const auto plain = get("/", accepted);
    EXPECT_EQ(plain.body(), "the page") << accepted;
    EXPECT_EQ(plain.count(http::field::content_encoding), 0U);
    EXPECT_EQ(plain.at(http::field::vary), "Accept-Encoding");
  }
  EXPECT_EQ(get("/icon.svg", "gzip").body(), "<svg>");
}

TEST(WebFiles, AClientThatHasAFileReceivesNothing) {
  const std::string plain(get("/").at(http::field::etag));
  const std::string packed(get("/", "gzip").at(http::field::etag));
  EXPECT_NE(plain, packed);
  EXPECT_EQ(get("/", "", plain).result_int(), 304U);
  EXPECT_EQ(get("/", "", plain).body(), "");
  EXPECT_EQ(get("/", "gzip", packed).result_int(), 304U);
  EXPECT_EQ(get("/", "gzip", plain).result_int(), 200U);
  EXPECT_EQ(get("/none").result_int(), 404U);
}

}  // namespace
}  // namespace pinbridge::server
