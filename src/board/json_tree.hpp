#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "board/problem.hpp"

namespace pinbridge {

/// A JSON value that knows where in the text it stands, which Boost.JSON's own does not.
struct JsonNode {
  struct Member;
  using Array = std::vector<JsonNode>;
  using Object = std::vector<Member>;

  Place place;  ///< of its first character
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> value;

  /// The member of that name; nullptr if there is none or this is no object. The last of several.
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

/// Parses a whole text. What is not JSON is one error, at its place, and gives null; a name that
/// occurs twice in an object is an error too.
JsonNode parse_json(std::string_view text, Problems& problems);

}  // namespace pinbridge
