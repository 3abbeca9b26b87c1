#include "board/json_tree.hpp"

#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include "base/check.hpp"

namespace pinbridge {
namespace {

namespace json = boost::json;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_separator(char c) {
  return c == ',' || c == ':' || c == ']' || c == '}';
}

/// Builds the tree from the parser's events. The text is fed one character at a time, so that at
/// every event it is known which character brought it.
class TreeBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  explicit TreeBuilder(Problems& problems) : problems_(problems) {}

  /// The next character is about to be fed.
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
    report_names_that_stand_twice(std::get<JsonNode::Object>(open_.back()->value));
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
  void report_names_that_stand_twice(const JsonNode::Object& members) {
    std::unordered_set<std::string_view> seen;
    for (const auto& member : members) {
      if (seen.insert(member.name).second) continue;
      problems_.error(member.place, fmt::format("\"{}\" stands twice in this object", member.name));
    }
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
  // Windows' editors like to put it at the beginning: it says that the text is UTF-8.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  json::basic_parser<TreeBuilder> parser(json::parse_options{}, problems);
  json::error_code error;
  Place place{1, 1};
  for (const char c : text) {
    parser.handler().at(c, place);
    // What follows a complete value is not consumed, and is no error yet.
    if (parser.write_some(true, &c, 1, error) == 0 && !error) error = json::error::extra_data;
    if (error) break;
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  if (!error) parser.write_some(false, nullptr, 0, error);
  if (!error) return parser.handler().take();
  problems.error(place, fmt::format("this is not JSON: {}", error.message()));
  return {};
}

}  // namespace pinbridge
