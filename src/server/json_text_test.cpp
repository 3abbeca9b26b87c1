#include "server/json_text.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "api/json_value.hpp"

namespace pinbridge::server {
namespace {

std::string text_of(std::string_view packed, int most) {
  JsonText text;
  while (!text.add(packed, most)) {
  }
  return text.take();
}

/// The same text as by a tree of values, however it is divided.
void expect_same(const std::function<void(api::Packer&)>& pack) {
  msgpack::sbuffer buffer;
  api::Packer packer(buffer);
  pack(packer);
  const std::string expected = boost::json::serialize(api::as_json(pack));
  EXPECT_EQ(text_of(api::view(buffer), 1000), expected);
  EXPECT_EQ(text_of(api::view(buffer), 1), expected);
}

TEST(JsonText, WritesNumbersOfEachSize) {
  for (const std::int64_t number :
       std::vector<std::int64_t>{0, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296,
                                 std::numeric_limits<std::int64_t>::max(), -1, -32, -33, -128, -129,
                                 -32768, -32769, std::numeric_limits<std::int64_t>::min()}) {
    expect_same([&](api::Packer& packer) { packer.pack(number); });
  }
  expect_same([](api::Packer& packer) { packer.pack(std::numeric_limits<std::uint64_t>::max()); });
  for (const double number : {0.0, 10.5, -20.0, 1e300, 0.1}) {
    expect_same([&](api::Packer& packer) { packer.pack(number); });
  }
  expect_same([](api::Packer& packer) { packer.pack(1.5F); });
}

TEST(JsonText, WritesTextsOfEachSizeWithTheirEscapes) {
  for (const std::size_t size : {0U, 31U, 32U, 255U, 256U, 65535U, 65536U}) {
    expect_same([&](api::Packer& packer) { packer.pack(std::string(size, 'x')); });
  }
  expect_same([](api::Packer& packer) { packer.pack("\"\\\n\x1f\x7f \xc3\xa4"); });
}

TEST(JsonText, WritesArraysAndMapsWithinEachOther) {
  expect_same([](api::Packer& packer) {
    packer.pack_map(4);
    packer.pack("empty");
    packer.pack_array(0);
    packer.pack("none");
    packer.pack_map(0);
    packer.pack("more");
    packer.pack(std::vector<std::vector<int>>{{1, 2}, {}, {3}});
    packer.pack("rest");
    packer.pack_array(3);
    packer.pack_nil();
    packer.pack(true);
    packer.pack(false);
  });
  expect_same([](api::Packer& packer) { packer.pack(std::vector<int>(70000, 1)); });
  expect_same([](api::Packer& packer) { packer.pack(std::vector<int>(16, 1)); });
  std::map<std::string, int> large;
  for (int i = 0; i < 70000; ++i) large.emplace(std::to_string(i), i);
  expect_same([&](api::Packer& packer) { packer.pack(large); });
}

}  // namespace
}  // namespace pinbridge::server
