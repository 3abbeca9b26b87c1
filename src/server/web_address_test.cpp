#include "server/web_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::server {
namespace {

std::string read(std::string_view text) {
  const auto parsed = WebAddress::parse(text);
  return parsed ? parsed->text() : "error: " + parsed.error().message;
}

TEST(WebAddress, TakesWhatABrowserTakes) {
  EXPECT_EQ(read("127.0.0.1:8080"), "127.0.0.1:8080");
  EXPECT_EQ(read("localhost:81"), "127.0.0.1:81");
  EXPECT_EQ(read("[::1]:8080"), "[::1]:8080");
  EXPECT_EQ(read("0.0.0.0:0"), "0.0.0.0:0");
  EXPECT_EQ(read("8081"), "127.0.0.1:8081");
}

TEST(WebAddress, RefusesTheRestWithASentence) {
  for (const char* wrong : {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                            "127.0.0.1:80x", "::1:80", "[::1:80", "example.com:80", ":80"}) {
    EXPECT_THAT(read(wrong), ::testing::HasSubstr("is not an address for the page")) << wrong;
  }
}

TEST(WebAddress, KnowsWhatIsThisMachinesAlone) {
  EXPECT_TRUE(WebAddress::parse("127.0.0.9:80")->is_local());
  EXPECT_TRUE(WebAddress::parse("[::1]:80")->is_local());
  EXPECT_FALSE(WebAddress::parse("0.0.0.0:80")->is_local());
  EXPECT_FALSE(WebAddress::parse("[::]:80")->is_local());
  EXPECT_FALSE(WebAddress::parse("192.0.2.1:80")->is_local());
}

}  // namespace
}  // namespace pinbridge::server
