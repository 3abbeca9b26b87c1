#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "board/problem.hpp"

namespace pinbridge::board {

/// A JSON value with its place in the text, which Boost.JSON's does not have.
struct JsonNode {
  struct Member;
  using Array = std::vector<JsonNode>;
  using Object = std::vector<Member>;

  Place place;  ///< of its first character
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;

  /// The member of that name, the last of several; nullptr if there is none or this is not an
  /// object.
  const JsonNode* find(std::string_view name) const;
  const std::string* string() const { return std::get_if<std::string>(&value); }
  const double* number() const { return std::get_if<double>(&value); }
  const bool* boolean() const { return std::get_if<bool>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Object* object() const { return std::get_if<Object>(&value); }
};

struct JsonNode::Member {
  Place place;  ///< of the name
  std::string name;
  JsonNode node;
};

/// More than the largest board needs: the tree of each takes half a gigabyte at most.
inline constexpr std::size_t kMostJsonValues = 8'000'000;

/// Parses a whole text of up to `most` values. Text that has more, or is not JSON, is one error, at
/// its place, and gives null. A name that occurs twice in an object is a warning.
JsonNode parse_json(std::string_view text, Problems& problems, std::size_t most = kMostJsonValues);

}  // namespace pinbridge::board
