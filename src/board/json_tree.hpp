#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.hpp"
#include "board/problem.hpp"

namespace pinbridge::board {

/// Elements or members, in the order of the text. Part of a JsonTree.
template <class T>
class JsonList {
 public:
  JsonList() = default;
  JsonList(const T* first, std::size_t size) : first_(first), size_(size) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* begin() const { return first_; }
  const T* end() const { return first_ + size_; }
  const T& operator[](std::size_t index) const {
    PB_CHECK(index < size_);
    return first_[index];
  }

 private:
  const T* first_ = nullptr;
  std::size_t size_ = 0;
};

/// A JSON value with its place in the text, which Boost.JSON's does not have. Part of a JsonTree.
struct JsonNode {
  struct Member;
  using Array = JsonList<JsonNode>;
  using Object = JsonList<Member>;

  Place place;  ///< of its first character
  std::variant<std::nullptr_t, bool, double, std::string_view, Array, Object> value;

  /// The member of that name, the last of several; nullptr if there is none or this is not an
  /// object.
  const JsonNode* find(std::string_view name) const;
  const std::string_view* string() const { return std::get_if<std::string_view>(&value); }
  const double* number() const { return std::get_if<double>(&value); }
  const bool* boolean() const { return std::get_if<bool>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Object* object() const { return std::get_if<Object>(&value); }
};

struct JsonNode::Member {
  Place place;  ///< of the name
  std::string_view name;
  JsonNode node;
};

/// All values of a text, which does not need to exist any longer. They end together, with this: a
/// large board has a million of them.
class JsonTree {
 public:
  using Memory = std::pmr::monotonic_buffer_resource;

  JsonTree() = default;
  JsonTree(std::unique_ptr<Memory> memory, const JsonNode& root)
      : memory_(std::move(memory)), root_(root) {}

  const JsonNode& root() const { return root_; }

 private:
  std::unique_ptr<Memory> memory_;  ///< of all that root_ refers to
  JsonNode root_;
};

/// More than the largest board needs: to parse it takes 0.7 GB at most.
inline constexpr std::size_t kMostJsonValues = 6'000'000;

/// Parses a whole text of up to `most` values. Text that has more, or is not JSON, is one error, at
/// its place, and gives null. A name that occurs twice in an object is a warning.
JsonTree parse_json(std::string_view text, Problems& problems, std::size_t most = kMostJsonValues);

}  // namespace pinbridge::board
