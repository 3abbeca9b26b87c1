#include "server/http_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HttpTarget, IsTakenApartAndDecoded) {
  const HttpTarget target("/api/pins/vm%3A24?for=1%200ms&x&for=2");
  EXPECT_EQ(target.path(), "/api/pins/vm%3A24");
  EXPECT_THAT(target.segments(), ElementsAre("api", "pins", "vm:24"));
  EXPECT_EQ(target.query("for"), "1 0ms");
  EXPECT_EQ(target.query("x"), "");
  EXPECT_EQ(target.query("y"), std::nullopt);
}

TEST(HttpTarget, OfAnotherFormHasNoSegments) {
  for (const char* text : {"*", "http://127.0.0.1/api", "/api/pins/%", "/api/%zz?a=1", ""}) {
    const HttpTarget target(text);
    EXPECT_THAT(target.segments(), IsEmpty()) << text;
    EXPECT_EQ(target.query("a"), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pinbridge::server
