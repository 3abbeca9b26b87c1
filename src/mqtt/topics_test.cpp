#include "mqtt/topics.hpp"

#include <gtest/gtest.h>

namespace pinbridge::mqtt {
namespace {

const Topics kTopics("lab", "panel");

TEST(Topics, NameTheBenchItsPinsAndItsParts) {
  EXPECT_EQ(kTopics.status(), "lab/panel/status");
  EXPECT_EQ(kTopics.edges(), "lab/panel/edges");
  EXPECT_EQ(kTopics.errors(), "lab/panel/errors");
  EXPECT_EQ(kTopics.pin("led1", "A"), "lab/panel/pin/led1/A");
  EXPECT_EQ(kTopics.part("led1"), "lab/panel/part/led1");
}

TEST(Topics, EncodeWhatATopicCannotHave) {
  EXPECT_EQ(Topics("lab", "a/b #1").base(), "lab/a%2Fb%20%231");
  EXPECT_EQ(kTopics.pin("50%+", "\xc3\xa4"), "lab/panel/pin/50%25%2B/%C3%A4");
}

TEST(Topics, LevelsAreReadAsTheyAreWritten) {
  for (const std::string name :
       {"led1", "a/b", "%", "+", "#", "\x01\x7f", "\xc3\xa4", "1.l", "%41"}) {
    EXPECT_EQ(from_level(as_level(name)), name);
  }
}

TEST(Topics, RefuseLevelsWithBadEscapes) {
  for (const char* level : {"%", "%4", "%G1", "%1G", "a%", "%%41"}) {
    EXPECT_EQ(from_level(level), std::nullopt) << level;
  }
  EXPECT_EQ(from_level("%4a%41"), "JA");
}

TEST(Topics, OfCommandsAreRead) {
  EXPECT_EQ(kTopics.parse_command("lab/panel/pin/led1/A/set"), CommandTopic(SetTopic{"led1:A"}));
  EXPECT_EQ(kTopics.parse_command("lab/panel/part/b1/control/pressed/set"),
            CommandTopic(ControlTopic{"b1", "pressed"}));
  EXPECT_EQ(kTopics.parse_command("lab/panel/part/b%2F1/control/pressed/press"),
            CommandTopic(PressTopic{"b/1", "pressed"}));
}

TEST(Topics, OfOtherBenchesAreReadBelowThePrefix) {
  EXPECT_EQ(kTopics.side("data bus", "l/1"), "lab/panel/net/data%20bus/l%2F1");
  EXPECT_EQ(kTopics.parse_side("lab/bench%202/net/data%20bus/l1"),
            (SideTopic{"bench 2", "data bus", "l1"}));
  EXPECT_EQ(kTopics.sides_filter("data bus"), "lab/+/net/data%20bus/+");
  EXPECT_EQ(kTopics.parse_status(kTopics.status_of("bench 2")), "bench 2");
  for (const char* topic :
       {"", "lab", "lab/", "labx/b/net/n/p", "lab/b/net/n", "lab/b/net/n/p/q", "lab/b/pin/n/p",
        "lab/%/net/n/p", "other/b/net/n/p", "lab//net/n/p", "lab//status", "lab/%62/net/n/p",
        "lab/%62/status", "lab/b%2f/status"}) {
    EXPECT_EQ(kTopics.parse_side(topic), std::nullopt) << topic;
    EXPECT_EQ(kTopics.parse_status(topic), std::nullopt) << topic;
  }
}

TEST(Topics, OfAnythingElseAreNotCommands) {
  for (const char* topic :
       {"", "lab", "lab/panel", "lab/panel/", "lab/panelx/pin/a/b/set", "lab/other/pin/a/b/set",
        "lab/panel/pin/a/set", "lab/panel/pin/a/b/c/set", "lab/panel/pin/a/b/get",
        "lab/panel/part/a/control/b", "lab/panel/part/a/show/b/set", "lab/panel/pin/%/b/set",
        "lab/panel/part/a/control/b/c", "/lab/panel/pin/a/b/set", "lab/panel/pin/%61/b/set"}) {
    EXPECT_EQ(kTopics.parse_command(topic), std::nullopt) << topic;
  }
}

}  // namespace
}  // namespace pinbridge::mqtt
