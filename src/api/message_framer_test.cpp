#include "api/message_framer.hpp"

#include <map>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <msgpack.hpp>

namespace pinbridge::api {
namespace {

using ::testing::ElementsAreArray;

std::string packed(const auto& value) {
  msgpack::sbuffer buffer;
  msgpack::pack(buffer, value);
  return {buffer.data(), buffer.size()};
}

/// One message of each form of MessagePack.
std::vector<std::string> messages() {
  std::vector<std::string> all{
      packed(1),      packed(-1),      packed(200),         packed(-200),
      packed(70'000), packed(-70'000), packed(1ULL << 40U), packed(-(1LL << 40U)),
      packed(1.5F),   packed(2.5),     packed(true),        packed(msgpack::type::nil_t())};
  for (const std::size_t size : {0U, 1U, 31U, 32U, 255U, 256U, 65'535U, 65'536U, 70'000U}) {
    all.push_back(packed(std::string(size, 'x')));
    all.push_back(packed(std::vector<char>(size, 'b')));
  }
  for (const std::size_t size : {0U, 1U, 15U, 16U, 65'535U, 65'536U}) {
    all.push_back(packed(std::vector<int>(size, 7)));
  }
  std::map<std::string, std::vector<int>> map;
  for (int i = 0; i < 40; ++i)
    map.emplace(std::to_string(i), std::vector<int>(static_cast<std::size_t>(i)));
  all.push_back(packed(map));
  for (const std::uint32_t size : {1U, 2U, 4U, 8U, 16U, 3U, 300U}) {
    msgpack::sbuffer buffer;
    msgpack::packer<msgpack::sbuffer> packer(buffer);
    packer.pack_ext(size, 5);
    packer.pack_ext_body(std::string(size, 'e').data(), size);
    all.emplace_back(buffer.data(), buffer.size());
  }
  return all;
}

TEST(MessageFramer, FindsEveryMessageHoweverTheStreamIsCut) {
  const auto all = messages();
  std::string stream;
  for (const std::string& message : all) stream += message;
  std::mt19937 dice(1);
  for (const std::size_t longest : {1U, 2U, 7U, 1000U, 100'000U}) {
    MessageFramer framer;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t size = std::min(1 + dice() % longest, stream.size() - at);
      std::string_view bytes(stream.data() + at, size);
      at += size;
      while (!bytes.empty()) {
        const auto message = framer.next(bytes);
        ASSERT_TRUE(message);
        if (!message->empty()) found.emplace_back(*message);
      }
    }
    EXPECT_THAT(found, ElementsAreArray(all)) << longest;
    std::string_view none;
    EXPECT_TRUE(framer.next(none));
    EXPECT_EQ(framer.kept(), 0U);
  }
}

TEST(MessageFramer, KeepsOfAnIncompleteMessageItsBytesOnly) {
  MessageFramer framer;
  std::string nested;
  for (std::size_t i = 0; i < MessageFramer::kDeepest; ++i)
    nested += std::string("\xdc\xff\xff", 3);
  std::string_view bytes = nested;
  EXPECT_EQ(framer.next(bytes).value(), "");
  EXPECT_EQ(framer.kept(), nested.size());
}

TEST(MessageFramer, RefusesWhatExceedsALimit) {
  const std::string too_deep(MessageFramer::kDeepest + 1, '\x91');
  const std::string too_many("\xdd\x00\x01\x00\x01", 5);
  const std::string too_many_pairs("\xdf\x00\x01\x00\x01", 5);
  const std::string too_long("\xc6\x00\x10\x00\x00", 5);  // with its head, it exceeds 1 MiB
  for (const std::string& text : {too_deep, too_many, too_many_pairs, too_long}) {
    MessageFramer framer;
    std::string_view bytes = text;
    const auto message = framer.next(bytes);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, ErrorCode::limit);
  }
  // Many values that are each small enough.
  MessageFramer framer;
  const std::string start("\xdc\xff\xff", 3);
  const std::string text = packed(std::string(1000, 'x'));
  std::string_view bytes = start;
  ASSERT_TRUE(framer.next(bytes));
  std::size_t taken = 0;
  for (bool goes_on = true; goes_on; taken += text.size()) {
    bytes = text;
    goes_on = framer.next(bytes).has_value();
  }
  EXPECT_LT(taken, MessageFramer::kLongestMessage + 2 * text.size());
}

TEST(MessageFramer, RefusesTheByteThatMessagePackNeverUses) {
  MessageFramer framer;
  std::string_view bytes = "\xc1";
  const auto message = framer.next(bytes);
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace pinbridge::api
