#include "mqtt/broker_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(BrokerAddress, HasThePortAndThePrefixThatAreUsual) {
  const auto address = BrokerAddress::parse("mqtt://broker");
  ASSERT_TRUE(address);
  EXPECT_FALSE(address->tls);
  EXPECT_EQ(address->host, "broker");
  EXPECT_EQ(address->port, 1883);
  EXPECT_EQ(address->prefix, "pinbridge");
  EXPECT_EQ(address->user, "");
  EXPECT_EQ(BrokerAddress::parse("mqtts://broker")->port, 8883);
}

TEST(BrokerAddress, ReadsAllThatItMayHave) {
  const auto address = BrokerAddress::parse("mqtts://me%40home@[::1]:12345/labs/north/");
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->tls);
  EXPECT_EQ(address->user, "me@home");
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->port, 12345);
  EXPECT_EQ(address->prefix, "labs/north");
  EXPECT_EQ(address->text(), "mqtts://[::1]:12345/labs/north");
}

TEST(BrokerAddress, RefusesAPasswordWithoutRepeatingIt) {
  const auto address = BrokerAddress::parse("mqtt://me:secret@broker");
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().message, HasSubstr("--mqtt-password-file"));
  EXPECT_THAT(address.error().message, Not(HasSubstr("secret")));
}

class MalformedWithPassword : public ::testing::TestWithParam<const char*> {};

TEST_P(MalformedWithPassword, IsRefusedWithoutRepeatingIt) {
  const auto address = BrokerAddress::parse(GetParam());
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().message, HasSubstr("takes no password"));
  EXPECT_THAT(address.error().message, Not(HasSubstr("secret")));
}

INSTANTIATE_TEST_SUITE_P(BrokerAddress, MalformedWithPassword,
                         ::testing::Values("mqtt://me:p%secret@host", "mqtt://me:a/secret@host",
                                           "mqtt://me:1#secret@host", "mqtt://me:1/a//secret@host",
                                           "mqtt://me:secret@ho st", "mqtt://me:secret@x@host",
                                           "mqtts:me:secret@host", "me:secret@host",
                                           "http://me:secret@host"));

TEST(BrokerAddress, MayHaveAPortAndAPrefixWithAnAtSign) {
  const auto address = BrokerAddress::parse("mqtt://broker:1884/a@b");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->port, 1884);
  EXPECT_EQ(address->prefix, "a@b");
}

class NotAnAddress : public ::testing::TestWithParam<const char*> {};

TEST_P(NotAnAddress, IsRefused) {
  const auto address = BrokerAddress::parse(GetParam());
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().code, ErrorCode::invalid);
}

INSTANTIATE_TEST_SUITE_P(BrokerAddress, NotAnAddress,
                         ::testing::Values("", "broker", "broker:1883", "http://broker",
                                           "mqtt:", "mqtt://", "mqtt:///lab", "mqtt://broker:0",
                                           "mqtt://broker:70000", "mqtt://broker:84467",
                                           "mqtt://broker:99999", "mqtt://broker?x=1",
                                           "mqtt://broker#x", "mqtt://broker/+",
                                           "mqtt://broker/%23", "mqtt://broker/$SYS",
                                           "mqtt://broker/a//b", "mqtt://broker/a%00b",
                                           "mqtt://broker//a"));

}  // namespace
}  // namespace pinbridge::mqtt
