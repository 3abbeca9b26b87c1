#include "board/json_tree.hpp"

#include <algorithm>
#include <span>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include "base/check.hpp"

namespace pinbridge::board {
namespace {

namespace json = boost::json;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_separator(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}';
}

/// Builds the tree from the parser's events. The text is fed one token at a time, so that at every
/// event it is known which token brought it.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  explicit TreeBuilder(Problems& problems) : problems_(problems) {}

  /// A token that begins with `c` is about to be fed.
  void at(char c, Place place) {
    if (in_token_ || is_space(c) || is_separator(c)) return;
    in_token_ = true;
    token_ = place;
  }
  JsonNode take() { return std::move(root_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(JsonNode::Object{}); }
  bool on_object_end(std::size_t, json::error_code&) {
    report_repeated_names(std::get<JsonNode::Object>(open_.back()->value));
    return close();
  }
  bool on_array_begin(json::error_code&) { return open(JsonNode::Array{}); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    auto& members = std::get<JsonNode::Object>(open_.back()->value);
    members.push_back({token_, std::move(text_), {}});
    text_.clear();
    in_token_ = false;
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    add(std::move(text_));
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    return add(static_cast<double>(number));
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    return add(static_cast<double>(number));
  }
  bool on_double(double number, json::string_view, json::error_code&) { return add(number); }
  bool on_bool(bool value, json::error_code&) { return add(value); }
  bool on_null(json::error_code&) { return add(nullptr); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  template <class T>
  bool add(T value) {
    *next() = {token_, std::move(value)};
    in_token_ = false;
    return true;
  }
  template <class T>
  bool open(T value) {
    JsonNode* node = next();
    *node = {token_, std::move(value)};
    open_.push_back(node);
    in_token_ = false;
    return true;
  }
  bool close() {
    open_.pop_back();
    in_token_ = false;
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

  Problems& problems_;
  JsonNode root_;
  std::vector<JsonNode*> open_;
  std::string text_;
  Place token_;
  bool in_token_ = false;
};

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

JsonNode parse_json(std::string_view text, Problems& problems) {
  // A byte order mark, which Windows editors write: the text is UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  json::basic_parser<TreeBuilder> parser(json::parse_options{}, problems);
  json::error_code error;
  Place place{1, 1};
  while (!text.empty() && !error) {
    const std::string_view token = text.substr(0, token_length(text));
    parser.handler().at(token.front(), place);
    const std::size_t consumed = parser.write_some(true, token.data(), token.size(), error);
    // Text after a complete value is not consumed, and is not an error yet.
    if (consumed < token.size() && !error) error = json::error::extra_data;
    place = after(token.substr(0, consumed), place);
    text.remove_prefix(token.size());
  }
  if (!error) parser.write_some(false, nullptr, 0, error);
  if (!error) return parser.handler().take();
  problems.error(place, fmt::format("this is not JSON: {}", error.message()));
  return {};
}

}  // namespace pinbridge::board
