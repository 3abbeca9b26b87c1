#include "scenario/junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinbridge::scenario {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

TEST(Junit, HasACaseForEachScenario) {
  const std::string xml = junit({{"a.yaml", "blinks", Outcome::passed, "", 1500ms, "ready\n"},
                                 {"b.yaml", "b", Outcome::failed, "it was <low>", 1s, ""},
                                 {"c.yaml", "c", Outcome::timed_out, "too late", 1s, ""}});
  EXPECT_THAT(xml, HasSubstr("tests=\"3\" failures=\"2\" errors=\"0\" time=\"3.500000\""));
  EXPECT_THAT(xml, HasSubstr("name=\"blinks\" classname=\"a.yaml\" file=\"a.yaml\" "
                             "time=\"1.500000\">\n      <system-out>ready&#10;</system-out>"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"failed\" message=\"it was &lt;low&gt;\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure type=\"timed-out\" message=\"too late\"/>"));
}

TEST(Junit, DropsWhatXmlCannotHave) {
  EXPECT_THAT(junit({{"a", "a", Outcome::passed, "", 0s, "\x1b[1m\xff&\r"}}),
              HasSubstr("<system-out>[1m\\xff&amp;</system-out>"));
}

TEST(Junit, KeepsCharactersBeyondAscii) {
  const std::string xml =
      junit({{"a", "Größe", Outcome::failed, "2 Hz ± 5 %", 0s, "ä\xef\xbf\xbf€"}});
  EXPECT_THAT(xml, HasSubstr("name=\"Größe\""));
  EXPECT_THAT(xml, HasSubstr("message=\"2 Hz ± 5 %\""));
  EXPECT_THAT(xml, HasSubstr("<system-out>ä€</system-out>"));
}

}  // namespace
}  // namespace pinbridge::scenario
