#include "mqtt/fleet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mqtt/testing/fake_connection.hpp"

namespace pinbridge::mqtt {
namespace {

using ::testing::ElementsAre;

class FleetTest : public ::testing::Test {
 protected:
  void status(const std::string& name, const std::string& payload) {
    fleet_.received({"lab/" + name + "/status", payload, true});
  }

  testing::FakeConnection connection_;
  std::vector<std::string> changed_;
  std::string closed_;
  Fleet fleet_{connection_,
               "lab",
               {.opened = [] {},
                .closed = [this](const std::string& reason) { closed_ = reason; },
                .changed = [this](const std::string& name) { changed_.push_back(name); }}};
};

TEST_F(FleetTest, KnowsEachBenchByItsStatus) {
  fleet_.opened();
  EXPECT_THAT(connection_.subscriptions_to_retained, ElementsAre("lab/+/status"));
  status("a%20b", R"({"state":"online","board":"panel","version":"0.1","control":true,)"
                  R"("page":"http://h:1/","utc":"2026"})");
  status("c", R"({"state":"offline","run":"1"})");
  EXPECT_THAT(changed_, ElementsAre("a b", "c"));
  const FleetBench& bench = fleet_.benches().at("a b");
  EXPECT_TRUE(bench.online && bench.control);
  EXPECT_EQ(bench.board + bench.version + bench.page + bench.utc, "panel0.1http://h:1/2026");
  EXPECT_FALSE(fleet_.benches().at("c").online);
}

TEST_F(FleetTest, ABenchWhoseStatusWasRemovedIsGone) {
  status("a", R"({"state":"online"})");
  status("a", "");
  status("b", "");
  EXPECT_TRUE(fleet_.benches().empty());
  EXPECT_THAT(changed_, ElementsAre("a", "a"));
}

TEST_F(FleetTest, ABenchThatTheBrokerNoLongerHasAfterANewConnectionIsGone) {
  fleet_.opened();
  status("a", R"({"state":"online"})");
  status("b", R"({"state":"online"})");
  fleet_.closed({"lost"});
  EXPECT_FALSE(fleet_.is_connected());
  fleet_.opened();
  status("b", R"({"state":"online"})");
  fleet_.forget_unseen();
  EXPECT_THAT(changed_, ElementsAre("a", "b", "b", "a"));
  EXPECT_EQ(fleet_.benches().size(), 1U);
  EXPECT_TRUE(fleet_.is_connected());
}

TEST_F(FleetTest, AnythingElseThanAStatusIsIgnored) {
  status("a", "no JSON");
  status("a", "[1]");
  fleet_.received({"lab/a/pin/b/c", "{}", true});
  EXPECT_TRUE(fleet_.benches().empty());
}

TEST_F(FleetTest, OnlyAddressesOfTheWebAreAddresses) {
  status("a", R"x({"state":"online","page":"javascript:alert(1)"})x");
  EXPECT_EQ(fleet_.benches().at("a").page, "");
}

TEST_F(FleetTest, ARefusedSubscriptionIsAFailure) {
  fleet_.not_subscribed("lab/+/status", "not authorized");
  EXPECT_EQ(closed_, "the broker refused the subscription to lab/+/status: not authorized");
}

}  // namespace
}  // namespace pinbridge::mqtt
