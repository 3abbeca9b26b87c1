#include "api/pieces.hpp"

#include <string>

#include <gtest/gtest.h>

namespace pinbridge::api {
namespace {

constexpr std::uint32_t kPieces = 100;

/// Strings of `length`.
Pieces strings(std::size_t length) {
  Pieces pieces;
  pieces.add(kPieces, [text = std::string(length, 'x')](Packer& packer, std::uint32_t) {
    pack_text(packer, text);
  });
  return pieces;
}

/// How many slices of up to `most` pieces it takes to pack all.
int slices_of(Pieces pieces, std::size_t most) {
  msgpack::sbuffer buffer;
  int slices = 1;
  for (; !pieces.pack(buffer, most); ++slices) {
  }
  return slices;
}

TEST(PiecesTest, ASliceHasAsManyAsItMayHave) {
  EXPECT_EQ(slices_of(strings(1), kPieces), 1);
  EXPECT_EQ(slices_of(strings(1), kPieces / 10), 10);
  EXPECT_EQ(slices_of(strings(1), 1), static_cast<int>(kPieces));
}

TEST(PiecesTest, ASliceOfLargePiecesHasFewer) {
  EXPECT_EQ(slices_of(strings(Pieces::kMostBytes / 10), kPieces), 10);
  EXPECT_EQ(slices_of(strings(2 * Pieces::kMostBytes), kPieces), static_cast<int>(kPieces));
}

TEST(PiecesTest, HoldTheMemoryOfAllThatWereAdded) {
  Pieces pieces;
  pieces.hold(3);
  Pieces others;
  others.hold(4);
  pieces.add(std::move(others));
  EXPECT_EQ(pieces.held(), 7U);
}

}  // namespace
}  // namespace pinbridge::api
