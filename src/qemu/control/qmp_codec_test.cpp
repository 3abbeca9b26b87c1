#include "qemu/control/qmp_codec.hpp"

#include <gtest/gtest.h>

namespace pinbridge::qemu {
namespace {

template <class Kind>
Kind decoded(std::string_view line) {
  return std::get<Kind>(decode_qmp(line));
}

TEST(QmpCodec, ACommandIsOneLineWithItsArguments) {
  EXPECT_EQ(encode_qmp("cont", {}), "{\"execute\":\"cont\",\"arguments\":{}}\n");
  EXPECT_EQ(encode_qmp("qom-get", {{"path", "/a\n"}}),
            "{\"execute\":\"qom-get\",\"arguments\":{\"path\":\"/a\\n\"}}\n");
}

TEST(QmpCodec, AGreetingHasTheVersionOrZero) {
  EXPECT_EQ(decoded<QmpGreeting>(R"({"QMP": {"version": {"qemu": {"major": 10, "minor": 2}}}})")
                .version.text(),
            "10.2");
  EXPECT_EQ(decoded<QmpGreeting>(R"({"QMP": 1})").version.text(), "0.0");
  EXPECT_EQ(
      decoded<QmpGreeting>(R"({"QMP": {"version": {"qemu": {"major": "x"}}}})").version.text(),
      "0.0");
}

TEST(QmpCodec, AnEventHasItsName) {
  EXPECT_EQ(decoded<QmpEvent>(R"({"event": "RESET", "data": {}})").name, "RESET");
  EXPECT_EQ(decoded<QmpEvent>(R"({"event": 5})").name, "");
}

TEST(QmpCodec, AnAnswerIsAValueOrQemusOwnSentence) {
  EXPECT_EQ(decoded<QmpAnswer>(R"({"return": [1]})").value->as_array().size(), 1U);
  const auto refused = decoded<QmpAnswer>(R"({"error": {"class": "X", "desc": "no such device"}})");
  EXPECT_EQ(refused.value.error().code, ErrorCode::unsupported);
  EXPECT_EQ(refused.value.error().message, "QEMU reports: \"no such device\"");
  EXPECT_EQ(decoded<QmpAnswer>("{}").value.error().message, "QEMU reports: no");
}

TEST(QmpCodec, ALineThatIsNotAJsonObjectIsNoise) {
  for (const char* line : {"", "qemu: warning", "[1]", "5", "{\"return\"", "\xff"}) {
    EXPECT_TRUE(std::holds_alternative<QmpNoise>(decode_qmp(line))) << line;
  }
}

}  // namespace
}  // namespace pinbridge::qemu
