#include "board/json_tree.hpp"

#include <algorithm>
#include <span>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

namespace pinbridge::board {
namespace {

namespace json = boost::json;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_separator(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}';
}

/// Where the token at the front of `text` ends: a string with its quotes, white space, a number or
/// a literal, or one other character.
std::size_t token_length(std::string_view text) {
  const char first = text.front();
  std::size_t end = 1;
  if (first == '"') {
    for (; end < text.size(); ++end) {
      if (text[end] == '"') return end + 1;
      if (text[end] == '\\') ++end;
    }
    return text.size();
  }
  if (is_space(first)) {
    while (end < text.size() && is_space(text[end])) ++end;
    return end;
  }
  if (is_separator(first) || first == '{' || first == '[') return end;
  while (end < text.size() && !is_space(text[end]) && !is_separator(text[end])) ++end;
  return end;
}

/// The place of what follows `text`, which begins at `place`.
Place after(std::string_view text, Place place) {
  for (const char c : text) {
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return place;
}

/// The tokens of a text, one after the other, with their places.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) {}

  /// The place of the next token that is a name, a value, or the beginning of one.
  Place next() {
    while (!text_.empty() && (is_space(text_.front()) || is_separator(text_.front()))) skip(1);
    const Place place = place_;
    if (!text_.empty()) skip(token_length(text_));
    return place;
  }

 private:
  void skip(std::size_t length) {
    place_ = after(text_.substr(0, length), place_);
    text_.remove_prefix(length);
  }

  std::string_view text_;
  Place place_{1, 1};
};

/// Builds the tree from the parser's events, which come in the order of the text's tokens.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  TreeBuilder(std::string_view text, Problems& problems, std::size_t most)
      : tokens_(text), problems_(problems), most_(most) {}

  JsonNode take() { return std::move(root_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& error) { return open(JsonNode::Object{}, error); }
  bool on_object_end(std::size_t, json::error_code&) {
    report_repeated_names(std::get<JsonNode::Object>(open_.back()->value));
    return close();
  }
  bool on_array_begin(json::error_code& error) { return open(JsonNode::Array{}, error); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    auto& members = std::get<JsonNode::Object>(open_.back()->value);
    members.push_back({tokens_.next(), std::move(text_), {}});
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    text_.append(part.data(), part.size());
    const bool added = add(std::move(text_), error);
    text_.clear();
    return added;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
    return add(static_cast<double>(number), error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& error) {
    return add(static_cast<double>(number), error);
  }
  bool on_double(double number, json::string_view, json::error_code& error) {
    return add(number, error);
  }
  bool on_bool(bool value, json::error_code& error) { return add(value, error); }
  bool on_null(json::error_code& error) { return add(nullptr, error); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  /// Null with an error if there are too many.
  template <class T>
  JsonNode* put(T value, json::error_code& error) {
    if (values_ == most_) {
      error = json::error::array_too_large;
      return nullptr;
    }
    ++values_;
    JsonNode* const node = next();
    *node = {tokens_.next(), std::move(value)};
    return node;
  }
  template <class T>
  bool add(T value, json::error_code& error) {
    return put(std::move(value), error) != nullptr;
  }
  template <class T>
  bool open(T value, json::error_code& error) {
    JsonNode* const node = put(std::move(value), error);
    if (node) open_.push_back(node);
    return node != nullptr;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  void report_repeated_names(const JsonNode::Object& members) {
    constexpr std::size_t kFew = 8;
    if (members.size() <= kFew) {
      // Nearly all objects: comparing is cheaper than a set.
      for (std::size_t i = 1; i < members.size(); ++i) {
        const auto before = std::span(members).first(i);
        if (std::ranges::count(before, members[i].name, &JsonNode::Member::name) > 0) {
          report_repeated(members[i]);
        }
      }
      return;
    }
    std::unordered_set<std::string_view> seen;
    for (const auto& member : members) {
      if (!seen.insert(member.name).second) report_repeated(member);
    }
  }
  void report_repeated(const JsonNode::Member& member) {
    problems_.warning(
        member.place,
        fmt::format("\"{}\" occurs twice in this object; the last one is used", member.name));
  }
  /// Where the next value belongs. A container that is open does not grow but at its end, where
  /// nothing points into.
  JsonNode* next() {
    if (open_.empty()) return &root_;
    if (auto* array = std::get_if<JsonNode::Array>(&open_.back()->value)) {
      return &array->emplace_back();
    }
    return &std::get<JsonNode::Object>(open_.back()->value).back().node;
  }

  Tokens tokens_;
  Problems& problems_;
  JsonNode root_;
  std::size_t most_;
  std::size_t values_ = 0;
  std::vector<JsonNode*> open_;
  std::string text_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view name) const {
  const JsonNode* found = nullptr;
  if (const auto* members = object()) {
    for (const auto& member : *members) {
      if (member.name == name) found = &member.node;
    }
  }
  return found;
}

JsonNode parse_json(std::string_view text, Problems& problems, std::size_t most) {
  // A byte order mark, which Windows editors write: the text is UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  json::basic_parser<TreeBuilder> parser(json::parse_options{}, text, problems, most);
  json::error_code error;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), error);
  // Text after a complete value is not consumed.
  if (consumed < text.size() && !error) error = json::error::extra_data;
  if (!error) return parser.handler().take();
  const Place place = after(text.substr(0, consumed), {1, 1});
  if (error == json::error::array_too_large) {
    problems.error(place, fmt::format("a file has at most {} values", most));
  } else {
    problems.error(place, fmt::format("this is not JSON: {}", error.message()));
  }
  return {};
}

}  // namespace pinbridge::board
